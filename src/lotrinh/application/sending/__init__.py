"""From the outbox to a channel: leases, receipts, failures, another try."""
