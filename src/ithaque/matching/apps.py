from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "ithaque.matching"
    label = "matching"

    def ready(self) -> None:
        from ithaque.kernel import erasure
        from ithaque.matching import (  # noqa: F401
            erasing,
            journal,
            mails,
            own_wishes,
            receivers,
            tasks,
        )
        from ithaque.matching.people import accompanied, places_promised
        from ithaque.matching.selectors import own_data
        from ithaque.mentoring import places
        from ithaque.people import exports
        from ithaque.programmes import waiting

        erasure.register("matching", erasing.forget)
        exports.register("matching", own_data)
        waiting.register_accompanied(accompanied)
        erasure.register("wishes", erasing.forget_wishes)
        exports.register("wishes", own_wishes.own_data)
        places.register("matching", places_promised)
