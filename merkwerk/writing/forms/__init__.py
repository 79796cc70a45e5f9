"""What may be typed in the writing room."""
