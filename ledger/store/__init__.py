"""The ledger's MongoDB store: documents and indexes by mongoengine, hot paths by pymongo."""
