"""The engine judges: what meets a topic, how warm a relationship is, what to show first. It knows
no Django, no network and no clock of its own; time is passed in, reasons come out."""
