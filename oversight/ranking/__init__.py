"""Rankings: places or units compared by a rule that is data, computed from figures as of any past moment."""
