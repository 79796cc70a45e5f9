"""What the writing room says, in sentences."""
