"""What the interface tells the rooms above it."""

from django.dispatch import Signal

# Sent with request, name ("theme" or "locale") and value when someone chooses it in the page's menu.
preference_chosen = Signal()
