"""The registry that ships, as files of the package: read whole, or refused with the entry at fault."""
