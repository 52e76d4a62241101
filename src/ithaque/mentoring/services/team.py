"""What the coordination does with a pair beside its members."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import journal
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import journal as acts
from ithaque.mentoring import mails, paths
from ithaque.mentoring.models import Pair
from ithaque.people.models import Person
from ithaque.programmes.rules import can_follow_mentee


@transaction.atomic
def write_to_both(*, pair: Pair, by: Person, subject: str, body: str) -> None:
    """Send a letter of the team to both; the journal keeps that it was sent, not its words."""
    if not can_follow_mentee(by, pair.mentee):
        raise Refusal("not_coordinator", _("Only the coordination writes to everyone at once."))
    for person in pair.people:
        notify(
            mails.TEAM_LETTER,
            to=person,
            context={"subject_line": subject, "body": body, "by": by, "pair": pair},
            action=MailAction(_("Open our space"), paths.room(pair)),
        )
    journal.record(acts.LETTER_SENT, by=by, target=pair, scope=pair.programme)
