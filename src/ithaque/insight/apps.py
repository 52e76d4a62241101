from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "ithaque.insight"
    label = "insight"
