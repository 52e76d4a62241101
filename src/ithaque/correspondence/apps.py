from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "ithaque.correspondence"
    label = "correspondence"

    def ready(self) -> None:
        from ithaque.correspondence import mails

        assert mails
