from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "ithaque.matching"
    label = "matching"

    def ready(self) -> None:
        from ithaque.kernel import erasure
        from ithaque.matching import erasing, journal, mails, receivers, tasks  # noqa: F401
        from ithaque.matching.people import accompanied
        from ithaque.matching.selectors import own_data
        from ithaque.people import exports
        from ithaque.programmes import waiting

        erasure.register("matching", erasing.forget)
        exports.register("matching", own_data)
        waiting.register_accompanied(accompanied)
