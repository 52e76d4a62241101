"""What every room needs and no word of mentoring.

Doors (`access`), domain refusals (`errors`), journal, outbox, private files, background tasks, signed
links, erasure hooks, throttles, clock and the settings read from the environment. Nothing here imports
a room; rooms speak to the kernel through registries (journal types, erasers, periodic tasks).
"""
