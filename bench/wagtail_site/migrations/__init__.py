"""Tables of the Wagtail peer."""
