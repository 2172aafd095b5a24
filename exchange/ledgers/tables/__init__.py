"""The table on a sheet: merged cells filled, the head found, what its words mean, what each row below it is."""
