"""Targets of a year (主要目标): what the notice sets, the path to it, what lead units entered, how each stands."""
