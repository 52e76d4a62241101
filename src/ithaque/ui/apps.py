"""The room of components."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Register the room and its system checks."""

    name = "ithaque.ui"
    label = "ui"
    verbose_name = _("visual language")

    def ready(self) -> None:
        """Import what registers itself."""
        from ithaque.ui import checks  # noqa: F401
