"""What benches stand on: the parts they start, the load they send, the figures they answer."""
