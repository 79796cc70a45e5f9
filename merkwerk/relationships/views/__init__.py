"""Pages of relationships: the list, one person, the own acts on it, moments noted by hand."""
