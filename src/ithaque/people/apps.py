from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "ithaque.people"
    label = "people"

    def ready(self) -> None:
        from ithaque.kernel import erasure
        from ithaque.people import exports, journal, receivers, selectors, services  # noqa: F401

        erasure.register("people", services.forget_person)
        exports.register("people", selectors.own_data)
