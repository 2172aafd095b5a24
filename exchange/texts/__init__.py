"""Text files as people have them: read within bounds, in whatever encoding they are."""
