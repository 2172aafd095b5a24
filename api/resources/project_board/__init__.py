"""The board of projects: sums by stage and place, campaigns and targets with their lights, the list behind a number."""
