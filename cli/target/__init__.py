"""`xiaohao target`: the year's targets against their path, and what a lead unit enters."""
