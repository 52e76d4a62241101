from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "ithaque.questionnaires"
    label = "questionnaires"

    def ready(self) -> None:
        from django.db import transaction
        from django.db.models.signals import post_delete

        from ithaque.kernel import erasure, files
        from ithaque.questionnaires import journal, mails, services  # noqa: F401
        from ithaque.questionnaires.models import AnswerFile

        def discard(instance: AnswerFile, **kwargs: object) -> None:
            transaction.on_commit(lambda: files.discard(instance.file))

        post_delete.connect(discard, sender=AnswerFile, weak=False)
        erasure.register("questionnaires", services.forget_person)
