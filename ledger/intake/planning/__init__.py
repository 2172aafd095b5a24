"""How a batch of reports becomes a plan; pure, and written by others."""
