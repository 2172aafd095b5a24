"""Figures taken back: a month that counts as not reported any more, and a whole file that was brought in by mistake."""
