"""What is said, ticked off, taken back and put right on the way, and what a caller may do now."""
