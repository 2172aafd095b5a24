"""Who and where: regions, units, people and their posts, projects, and which unit a category goes to."""
