"""ASGI entry: `uvicorn ithaque.config.asgi:application`. Pages by HTTP, nudges and signalling by WebSocket."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ithaque.config.settings")
pages = get_asgi_application()  # first: what follows reads models

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402

from ithaque.kernel import live, signalling  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": pages,
        "websocket": AllowedHostsOriginValidator(
            AuthMiddlewareStack(URLRouter([*live.urlpatterns, *signalling.urlpatterns]))
        ),
    }
)
