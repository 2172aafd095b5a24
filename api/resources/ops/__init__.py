"""Whether this process is ready, what it measures, what time it is."""
