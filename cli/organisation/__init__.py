"""The organisation, kept by the office: units, persons, posts, projects, categories, rules."""
