"""Days: working days, local closings, limits counted over them."""
