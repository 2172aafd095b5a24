"""What phones send: reports, queues of them, attachments, and the receipts they get."""
