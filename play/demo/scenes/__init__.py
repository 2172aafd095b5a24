"""What the story is made of: what is found on sites, what offices do, a year of figures."""
