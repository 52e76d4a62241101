"""Name who reads the conversations of minors, note each reading, tell the second adult."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal, live
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import journal as acts
from ithaque.mentoring import mails, paths
from ithaque.mentoring.models import ConversationReading, DesignatedAdult, Pair
from ithaque.mentoring.selectors.supervision import eligible_adults, readers_of, supervised_pair
from ithaque.people.models import Person
from ithaque.programmes.models import Programme
from ithaque.programmes.rules import can_coordinate

SAME_OPENING = timedelta(minutes=10)


@transaction.atomic
def designate_adults(*, programme: Programme, people: Sequence[Person], by: Person) -> None:
    """Name who reads the supervised conversations of a programme, in place of those named before.

    Nobody named leaves it to the safeguarding leads. Refuses who is neither of the team nor a safeguarding lead.
    """
    if not can_coordinate(by, programme):
        raise Refusal("not_coordinator", _("Only the coordination decides who may read."))
    locked = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    wanted = {one.pk for one in people}
    if wanted - set(eligible_adults(locked).values_list("pk", flat=True)):
        raise Refusal(
            "adult_not_eligible",
            _(
                "Choose among the team and the safeguarding leads: someone has left in the meantime."
            ),
            conflict=False,
        )
    named = set(locked.designated_adults.values_list("person_id", flat=True))
    locked.designated_adults.exclude(person__in=wanted).delete()
    for pk in sorted(wanted - named):
        DesignatedAdult.objects.create(programme=locked, person_id=pk)
    if wanted != named:
        journal.record(acts.ADULTS_DESIGNATED, by=by, target=locked, scope=locked)


@transaction.atomic
def read_conversation(*, pair: Pair, by: Person) -> ConversationReading:
    """Note that a designated adult opens a conversation: its members see it. Refuses anyone else.

    Opened again within ten minutes, with nothing new in it, it is still the same opening.
    """
    if supervised_pair(by, pair.public_id) is None:
        raise Refusal("not_designated", _("Only the designated adults read this conversation."))
    lately = pair.supervised_readings.filter(person=by, at__gte=clock.now() - SAME_OPENING).first()
    written = pair.messages.filter(supervised=True)
    if lately is not None and not written.filter(created_at__gt=lately.at).exists():
        return lately
    reading = ConversationReading.objects.create(pair=pair, person=by)
    journal.record(acts.CONVERSATION_READ, by=by, target=pair, scope=pair.programme)
    live.tell("pair", pair.public_id, "messages")
    return reading


def tell_second_adult(pair: Pair) -> None:
    """Tell the designated adults that something is to be read, once a day each."""
    for adult in readers_of(pair):
        notify(
            mails.CONVERSATION_TO_READ,
            to=adult,
            context={"pair": pair},
            action=MailAction(_("Read the conversation"), paths.supervised(pair)),
            dedupe_key=f"to-read:{pair.public_id}:{adult.public_id}:{clock.today():%Y%m%d}",
        )
