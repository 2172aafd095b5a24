"""What every command keeps to: addresses, refusals, width."""
