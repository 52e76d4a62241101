from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "ithaque.insight"
    label = "insight"

    def ready(self) -> None:
        from ithaque.insight import letters

        assert letters
