"""Benches of what falls due: firing, lateness, simulation."""
