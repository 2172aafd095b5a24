"""The counters in MongoDB: what is written is kept beside it, added up afterwards, read as of one moment, recounted."""
