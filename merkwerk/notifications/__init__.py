"""Tells a colleague something, here or by mail, at their own rhythm. The room owns notices and
the letters that wait for the post."""
