"""A table of a ledger as it is read: its columns, some rows at a time, each spelling once."""
