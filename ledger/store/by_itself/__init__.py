"""What the ledger does to issues by itself: fire what is due, set clocks anew when calendars change."""
