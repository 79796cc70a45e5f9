"""What people fill in, on the site and at the desk."""
