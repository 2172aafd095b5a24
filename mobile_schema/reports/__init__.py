"""What a phone sends: site visits, obstruction incidents, its queue."""
