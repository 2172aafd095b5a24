"""Who and where: people, units, projects, empty posts."""
