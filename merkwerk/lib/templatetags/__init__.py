"""Tags that draw the pieces of a page. `{% load look %}` gives all of them."""
