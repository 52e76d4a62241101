"""Flash meetings: hours opened, an hour booked on one subject."""
