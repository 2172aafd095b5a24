"""The domain, a room for each noun: rules are pure, what reads or writes MongoDB stands beside them."""
