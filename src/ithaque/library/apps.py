from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "ithaque.library"
    label = "library"
