from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "ithaque.demo"
    label = "demo"
