"""A stack's HTTP API as its player uses it: requests, credentials, the movable clock."""
