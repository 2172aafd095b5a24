"""Lists of issues: what finds those wanted, in which order, how many there are and where one may begin."""
