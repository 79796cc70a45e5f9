"""Single pages of the web, for links that are entered by hand."""
