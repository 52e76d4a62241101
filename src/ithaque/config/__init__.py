"""How the pieces are put together: settings, addresses, ASGI entry."""
