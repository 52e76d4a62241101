"""What each member is told of a meeting, with the invitation for their calendar."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.kinds import Kind
from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, links
from ithaque.mentoring import invitations, paths
from ithaque.mentoring.models import Meeting
from ithaque.people.models import Person

ANSWER = "mentoring.answer"
"""Purpose of the links that answer an invitation from a mail."""
LATE = timedelta(hours=24)
"""A change so near the meeting may find people on their way: it rings on their mobiles too."""


def tell(
    kind: Kind,
    meeting: Meeting,
    *,
    by: Person | None,
    method: str,
    word: str = "",
    but: Person | None = None,
    first: datetime | None = None,
) -> None:
    """Write to every member (`but` one), each in their words; who has not answered gets a link that answers.

    What changes was to begin at `first` at the earliest: when that is soon, the mobiles of the others ring too.
    """
    is_late = first is not None and first - clock.now() <= LATE
    waiting = {person.pk for person in meeting.waiting_for}
    for person in meeting.pair.people:
        if but is not None and person.pk == but.pk:
            continue
        asks = person.pk in waiting
        notify(
            kind,
            to=person,
            context={
                "meeting": meeting,
                "by": by,
                "mine": by is not None and person.pk == by.pk,
                "asks": asks,
                "said": meeting.answer_of(by) if by else "",
                "other": meeting.pair.other(person),
                "word": word.strip(),
            },
            action=_action(meeting, person, asks=asks),
            attachments=[invitations.attachment(meeting, method=method, to=person)],
            dedupe_key=_key(kind, meeting, person),
            text_until=first if is_late and not (by and person.pk == by.pk) else None,
        )


def _action(meeting: Meeting, person: Person, *, asks: bool) -> MailAction:
    if not asks:
        return MailAction(_("Open the meeting"), paths.meeting(meeting))
    token = links.sign(ANSWER, target=meeting.public_id, person=person.public_id)
    return MailAction(_("Accept, or propose another hour"), paths.answer(token))


def _key(kind: Kind, meeting: Meeting, person: Person) -> str:
    """Return what makes the word unique: the revision of the meeting, and what was answered to it."""
    said = ",".join(sorted(f"{who[:8]}{word[0]}" for who, word in meeting.answers.items()))
    return f"{kind.code}:{meeting.public_id}:{meeting.sequence}:{said}:{person.public_id}"
