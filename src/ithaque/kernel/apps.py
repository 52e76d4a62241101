from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KernelConfig(AppConfig):
    name = "ithaque.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Make every room's tasks known: a periodic one exists once its module is imported."""
        autodiscover_modules("tasks")
