"""Boards: how many issues stand how, what happened on which day, how long steps take; each number with its list."""
