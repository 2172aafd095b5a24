"""Rankings over the API: the rules that there are, a ranking as of any moment, the projects behind each figure."""
