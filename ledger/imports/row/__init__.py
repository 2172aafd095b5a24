"""One row of an import: how it is kept, becomes an issue, and is compared when it comes again."""
