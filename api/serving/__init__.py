"""What stands around the app: connections within limits, HEAD, the page of the documentation."""
