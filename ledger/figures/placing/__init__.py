"""Whose figure it is: the project and the regions that a report means, and what lies near to a name nobody knows."""
