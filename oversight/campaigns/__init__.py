"""Campaigns (专题活动月) as data: which projects, what counts as done, targets by date; how far each place has come."""
