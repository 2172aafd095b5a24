"""What of the handling of an issue stands on it, and how it comes there."""
