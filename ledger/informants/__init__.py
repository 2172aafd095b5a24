"""Who told of a grievance (线索人): sealed apart from the issue, and shown only to who asks with a reason."""
