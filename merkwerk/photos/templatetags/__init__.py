"""Tags that draw photos. `{% load photos %}` gives all of them."""
