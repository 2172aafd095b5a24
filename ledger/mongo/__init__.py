"""MongoDB as every room uses it: connection, documents, pages, leases, positions, slots."""
