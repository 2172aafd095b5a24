"""Which steps of the ladder fall due, for whom, and the alerts they become."""
