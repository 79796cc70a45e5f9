"""The directory: who works here, where, on what, and what they like to be asked about.
The room owns departments, subjects, profiles and each colleague's topics map."""
