"""A year's targets over the API: how each stands, and what its lead unit enters."""
