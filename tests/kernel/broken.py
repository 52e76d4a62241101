"""A mail server that refuses everything."""

from django.core.mail.backends.base import BaseEmailBackend


class Backend(BaseEmailBackend):
    """Fails like a real one."""

    def send_messages(self, email_messages: object) -> int:
        raise ConnectionRefusedError("refused")
