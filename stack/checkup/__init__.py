"""What each part of a stack says about itself, and what to do about what is wrong."""
