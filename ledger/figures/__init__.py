"""Figures of projects: what each month came to, every report of it kept, what is odd about one, what stood when."""
