"""What plays on a running stack through its HTTP API: replays of real files, and the demo."""
