"""Which process does what now: leases, shares of a job, signs of life."""
