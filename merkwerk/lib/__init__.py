"""Small Django helpers without tables: encrypted fields, keys, paging, tags for templates.
The lib owns nothing; every room may use it."""
