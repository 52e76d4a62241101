"""Notifications on people's devices (RFC 8030, 8291, 8292): opt-in, one device at a time, nothing personal by default.

The key pair that names this instance to push services is drawn from the instance's own key: it is kept as
privately, saved with it, and shared by all its servers.
"""
