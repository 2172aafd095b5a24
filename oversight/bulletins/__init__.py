"""Bulletins (通报): a ranking told in sentences that a rule writes, each number with its key, its formula, its list."""
