"""What must stand before the first record: topics, indexes, registry, sample people."""
