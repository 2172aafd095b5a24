"""MongoDB as every room uses it: connection, documents, pages, positions, slots."""
