from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "ithaque.mentoring"
    label = "mentoring"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from ithaque.correspondence.intake import registry
        from ithaque.kernel import erasure, live, signalling
        from ithaque.mentoring import journal, mails, receivers, video
        from ithaque.mentoring.doors import CALL, PAIR
        from ithaque.mentoring.exports import data_of, files_of
        from ithaque.mentoring.indexing import see_to_index
        from ithaque.mentoring.services import by_mail, forget
        from ithaque.people import exports

        assert journal
        assert mails
        assert receivers
        erasure.register("mentoring", forget)
        exports.register("mentoring", data_of, files_of)
        live.register("pair", PAIR)
        signalling.register(video.KIND, CALL)
        registry.answers(mails.MESSAGE_RECEIVED, by_mail.take_message)
        registry.answers(mails.MEETING_TO_NOTE, by_mail.take_held)
        post_migrate.connect(see_to_index, sender=self)
        registry.reads_calendars(by_mail.take_attendance)
