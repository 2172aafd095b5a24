"""The domain: rules are pure modules here, their MongoDB store is `ledger.store`."""
