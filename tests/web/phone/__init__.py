"""The phone in a real browser: its files leave the stack as they found it, and share one."""
