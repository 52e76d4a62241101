from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "ithaque.questionnaires"
    label = "questionnaires"

    def ready(self) -> None:
        from ithaque.kernel import erasure
        from ithaque.questionnaires import journal, services  # noqa: F401

        erasure.register("questionnaires", services.forget_person)
