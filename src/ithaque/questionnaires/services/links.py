"""Go on with a form elsewhere: a signed link, by mail or shown on screen, that opens it to its author alone."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import links, throttle
from ithaque.kernel.errors import Refusal
from ithaque.questionnaires.mails import RESUME
from ithaque.questionnaires.models import AnswerSheet

PURPOSE = "questionnaires.resume"
LINK_LIFE = timedelta(days=30)
EVER = timedelta(days=3650)
MAILS = "3 per hour"


def resume_token(sheet: AnswerSheet) -> str:
    """Return the signed word that leads back to a sheet; it holds for 30 days and signs nobody in."""
    return links.sign(PURPOSE, target=sheet.public_id, person=sheet.person.public_id)


def read_token(token: str, *, too_old: bool = False) -> tuple[UUID, UUID]:
    """Return the public ids of the sheet and of its author; raises LinkError. `too_old` reads expired ones."""
    link = links.read(PURPOSE, token, max_age=EVER if too_old else LINK_LIFE)
    return link.target, link.person


def mail_resume_link(*, sheet: AnswerSheet, title: str, path: str) -> None:
    """Write to the author of a sheet with the link at `path`; refuses more than three messages an hour."""
    if not throttle.allow("questionnaires.resume", MAILS, str(sheet.public_id)):
        raise Refusal(
            "mailed_enough",
            _(
                "The link was already sent three times this hour. Look in your unwanted mail, or wait a little."
            ),
        )
    notify(
        RESUME,
        to=sheet.person,
        context={"title": title, "days": LINK_LIFE.days},
        action=MailAction(gettext_lazy("Take my form up again"), path),
    )


def sheet_of_link(sheet_id: UUID, person_id: UUID) -> AnswerSheet | None:
    """Return the sheet a link names, None when it is gone or its author's account closed."""
    return (
        AnswerSheet.objects.select_related("person")
        .filter(public_id=sheet_id, person__public_id=person_id, person__is_active=True)
        .first()
    )
