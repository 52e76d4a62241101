from django.apps import AppConfig


class FollowUpConfig(AppConfig):
    name = "ithaque.mentoring.followup"
    label = "followup"

    def ready(self) -> None:
        from ithaque.kernel import erasure
        from ithaque.mentoring.followup import journal, mails, receivers, tasks  # noqa: F401
        from ithaque.mentoring.followup.erasure import forget

        erasure.register("followup", forget)
