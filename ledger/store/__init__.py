"""Issues, events and alerts in MongoDB: commands carried out, lists, the sweep, rebuilding."""
