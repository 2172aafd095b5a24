"""What stands under every room and knows none: the clock, settings, YAML with lines, portions."""
