"""What becomes of what was reported: corrected by another report, judged, withdrawn."""
