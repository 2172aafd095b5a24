"""Signing in at a desk and on a phone, what one signs in by, and what security sees of it."""
