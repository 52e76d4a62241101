from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "ithaque.programmes"
    label = "programmes"

    def ready(self) -> None:
        from ithaque.kernel import erasure
        from ithaque.people import exports
        from ithaque.programmes import branding, journal, mails, selectors, services, tasks  # noqa: F401

        erasure.register("programmes", services.forget_person)
        exports.register("programmes", selectors.own_data, selectors.own_files)
