"""Feeds of the open web: RSS 0.9x to 2.0, RDF, Atom, JSON Feed, whole or broken."""
