"""How events change an issue: what one changes, by the noun that it is about."""
