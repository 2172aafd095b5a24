"""Rule files that an office enters over HTTP: campaigns, ranking rules, a year's targets."""
