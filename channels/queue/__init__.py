"""Deliveries: made from alerts, claimed, paced, settled, retired."""
