"""What may become of what was reported: a correction judged, a report withdrawn."""
