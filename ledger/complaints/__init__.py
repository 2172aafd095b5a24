"""Complaints about intermediaries (中介投诉): entries of the register, who enters and sees them, what they count."""
