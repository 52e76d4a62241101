from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "ithaque.mentoring.bulletins"
    label = "bulletins"

    def ready(self) -> None:
        from ithaque.mentoring.bulletins import journal, mails, tasks  # noqa: F401
