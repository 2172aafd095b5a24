"""Alerts outside the app: endpoints, the queue of deliveries, and what each service wants to hear."""
