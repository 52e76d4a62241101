from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "ithaque.matching"
    label = "matching"

    def ready(self) -> None:
        from ithaque.kernel import erasure
        from ithaque.matching import erasing, journal, mails, receivers, tasks  # noqa: F401
        from ithaque.matching.selectors import own_data
        from ithaque.people import exports

        erasure.register("matching", erasing.forget)
        exports.register("matching", own_data)
