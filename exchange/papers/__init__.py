"""Papers as offices write them (公文): what one says, how it is laid out, and how it becomes PDF or Word."""
