"""`xiaohao policy`: files, versions, moves, simulations."""
