"""The daily page: at most seven people worth a colleague's attention, each with one reason, and
a clear end. The room owns occasions: the chances for a moment that Today shows, and how the day
comes by mail and into a calendar."""
