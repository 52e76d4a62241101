from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "ithaque.correspondence"
    label = "correspondence"
