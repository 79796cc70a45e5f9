"""What only a real browser can tell: how pages look, whether they fit a phone, work with a
keyboard and a screen reader, and stay quiet. With MERKWERK_SCREENSHOTS=1 a picture of every look
lands in var/screenshots/."""
