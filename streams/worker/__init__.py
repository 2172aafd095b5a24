"""Records in: the faust worker, its positions, and the sweep it runs."""
