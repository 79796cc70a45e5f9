"""What may be typed about photos, and about the people in them."""
