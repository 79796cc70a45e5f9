"""Pages of listening, one family a file."""
