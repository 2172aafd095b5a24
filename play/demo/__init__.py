"""A month on Shanxi sites in under a minute: a story that says only what the API answered."""
