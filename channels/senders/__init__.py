"""The services themselves: how each is written to, safely."""
