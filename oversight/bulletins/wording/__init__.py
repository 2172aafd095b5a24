"""The text of a bulletin as a rule writes it: its shape, its sentences with places in braces, its faults."""
