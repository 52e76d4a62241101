"""What tests share: the strict client, the small world, the outbox as a mailbox."""
