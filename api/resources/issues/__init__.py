"""Issues: lists, one whole, its history, its explanation, and the commands on it."""
