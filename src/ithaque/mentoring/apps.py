from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "ithaque.mentoring"
    label = "mentoring"

    def ready(self) -> None:
        from ithaque.kernel import erasure, live
        from ithaque.mentoring import journal, mails
        from ithaque.mentoring.doors import PAIR
        from ithaque.mentoring.services import forget

        assert journal
        assert mails
        erasure.register("mentoring", forget)
        live.register("pair", PAIR)
