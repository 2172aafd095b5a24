"""`xiaohao up`, `demo`, `doctor`, and the processes of a stack."""
