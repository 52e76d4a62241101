"""Suggestions: who is shown to whom, allotted in the background and kept until something changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock
from ithaque.matching import engine, mails
from ithaque.matching.aliases import alias_for
from ithaque.matching.allotting import Allotted, allot
from ithaque.matching.models import Reservation, Suggestion, Wish, WishRound
from ithaque.matching.people import gather, places_taken
from ithaque.matching.windows import is_engaged_adult, wish_window
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.programmes.selectors import settings_of

TRIES = 5
"""How often a refresh starts again because another one was faster."""


def held_round(cohort: Cohort) -> WishRound:
    """Return the round of a cohort under lock: suggestions and wishes change one after the other."""
    WishRound.objects.get_or_create(cohort=cohort)
    return WishRound.objects.select_for_update().get(cohort=cohort)


def ask_refresh(cohort: Cohort) -> None:
    """Ask for the suggestions of a cohort to be allotted again soon; asked many times, it is done once."""
    _round, made = WishRound.objects.get_or_create(cohort=cohort)
    if made or WishRound.objects.filter(cohort=cohort, stale=False).update(stale=True):
        transaction.on_commit(lambda: _enqueue(cohort))


def _enqueue(cohort: Cohort) -> None:
    from ithaque.matching.tasks import refresh_suggestions

    refresh_suggestions.enqueue(cohort.pk)


def refresh(cohort_id: int) -> int:
    """Allot the suggestions of a cohort as it is now; return how many there are. Twice changes nothing more."""
    cohort = Cohort.objects.select_related("programme").get(pk=cohort_id)
    for _try in range(TRIES):
        found, _made = WishRound.objects.get_or_create(cohort=cohort)
        WishRound.objects.filter(pk=found.pk).update(stale=False)
        added = _keep(cohort, found.version, _allotted(cohort))
        if added is not None:
            _invite(cohort, added)
            break
    return Suggestion.objects.filter(cohort=cohort).count()


def refresh_all() -> int:
    """Allot again wherever people may wish today, and clear where they may not any more; return how many cohorts."""
    running = Cohort.objects.filter(ends_on__gte=clock.today()).select_related("programme")
    concerned = [
        cohort
        for cohort in running.order_by("pk")
        if settings_of(cohort.programme).wishes.sides
        or Suggestion.objects.filter(cohort=cohort).exists()
    ]
    for cohort in concerned:
        refresh(cohort.pk)
    return len(concerned)


def _allotted(cohort: Cohort) -> dict[str, list[Allotted]]:
    """Return, by side that wishes, who is shown to whom; nobody outside the window."""
    settings = settings_of(cohort.programme)
    if not settings.wishes.sides or not wish_window(cohort, settings).is_open():
        return {}
    people = gather(cohort)
    mentees, mentors = (
        [one for one in side if is_engaged_adult(one, settings)]
        for side in (people.mentees, people.mentors)
    )
    rules = engine.settings_in(settings)
    before = _shown(cohort)
    wished = _wished(cohort)
    return {
        side: allot(
            mentees,
            mentors,
            rules,
            readers=side,
            each=settings.wishes.shown,
            shown=before[side],
            wished=wished[side],
        )
        for side in settings.wishes.sides
    }


def _shown(cohort: Cohort) -> dict[str, list[tuple[str, str]]]:
    rows = Suggestion.objects.filter(cohort=cohort).order_by("pk")
    return _couples(rows.values_list("to__side", "to__public_id", "other__public_id"))


def _wished(cohort: Cohort) -> dict[str, list[tuple[str, str]]]:
    rows = Wish.objects.filter(by__cohort=cohort).order_by("rank", "pk")
    return _couples(rows.values_list("by__side", "by__public_id", "wanted__public_id"))


def _couples(rows: Iterable[tuple[str, object, object]]) -> dict[str, list[tuple[str, str]]]:
    """Return (mentee, mentor) by the side of the reader."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for side, reader, other in rows:
        one, two = str(reader), str(other)
        found[side].append((one, two) if side == Side.MENTEE else (two, one))
    return found


@transaction.atomic
def _keep(
    cohort: Cohort, version: int, allotted: dict[str, list[Allotted]]
) -> list[Suggestion] | None:
    """Write an allotment and return what is new; None when another was written since `version`.

    Places are counted again under the lock: what was announced meanwhile leaves less room, and what was wished
    meanwhile stays first.
    """
    held = held_round(cohort)
    if held.version != version:
        return None
    wanted = {
        (one.mentee, one.mentor) if side == Side.MENTEE else (one.mentor, one.mentee): one
        for side, found in allotted.items()
        for one in found
    }
    room = _Room(cohort)
    wishes = set(Wish.objects.filter(by__cohort=cohort).values_list("by", "wanted"))
    rows = Suggestion.objects.filter(cohort=cohort).select_related("to", "other")
    for row in rows.order_by("slot", "pk"):
        couple = (str(row.to.public_id), str(row.other.public_id))
        wished = (row.to_id, row.other_id) in wishes and row.to.side in allotted
        if (couple in wanted or wished) and room.hold(row):
            wanted.pop(couple, None)
        else:
            row.delete()
    added = room.fill(wanted)
    Suggestion.objects.bulk_create(added, batch_size=500)
    held.version, held.refreshed_at = held.version + 1, clock.now()
    held.save(update_fields=["version", "refreshed_at"])
    return added


class _Room:
    """The room of everyone who may be shown in a cohort, and the slots taken."""

    def __init__(self, cohort: Cohort) -> None:
        self.cohort = cohort
        here = cohort.enrolments.pairable().select_related("person")
        self.people = {str(one.public_id): one for one in here}
        self.held = places_taken(
            [one.pk for one in self.people.values() if one.side == Side.MENTOR]
        )
        self.reserved = dict(
            Reservation.objects.filter(cohort=cohort).values_list("mentor", "places")
        )
        self.slots: dict[int, set[int]] = defaultdict(set)

    def places(self, other: Enrolment) -> int:
        """Return to how many people someone may be shown."""
        if str(other.public_id) not in self.people:
            return 0
        if other.side == Side.MENTEE:
            return 1
        held = self.held.get(other.pk, 0) + self.reserved.get(other.pk, 0)
        return max(0, other.capacity - held)

    def hold(self, row: Suggestion) -> bool:
        """Keep an earlier suggestion, in its slot or a lower one that is free; tell whether there was room."""
        slot = self.free_slot(row.other)
        if slot is None:
            return False
        if row.slot > self.places(row.other):
            row.slot = slot
            row.save(update_fields=["slot"])
        self.slots[row.other_id].add(row.slot)
        return True

    def free_slot(self, other: Enrolment) -> int | None:
        """Return the lowest free slot of someone, None when they have no room."""
        free = set(range(1, self.places(other) + 1)) - self.slots[other.pk]
        return min(free, default=None)

    def fill(self, wanted: dict[tuple[str, str], Allotted]) -> list[Suggestion]:
        """Return the rows of new suggestions that fit, in an order that says nothing."""
        rows: list[Suggestion] = []
        names: dict[int, set[str]] = defaultdict(set)
        for alias, reader in Suggestion.objects.filter(cohort=self.cohort).values_list(
            "alias", "to"
        ):
            names[reader].add(alias)
        for couple in sorted(wanted, key=lambda one: one[::-1]):
            if couple[0] not in self.people or couple[1] not in self.people:
                continue
            to, other = self.people[couple[0]], self.people[couple[1]]
            slot = self.free_slot(other)
            if slot is None:
                continue
            self.slots[other.pk].add(slot)
            alias = alias_for(other, names[to.pk])
            names[to.pk].add(alias)
            rows.append(
                Suggestion(
                    cohort=self.cohort,
                    to=to,
                    other=other,
                    slot=slot,
                    alias=alias,
                    reasons=wanted[couple].reasons,
                )
            )
        return rows


def _invite(cohort: Cohort, added: Iterable[Suggestion]) -> None:
    """Write once to each who has someone to read about; the mail says until when."""
    until = wish_window(cohort).closes_on
    for to in {one.to_id: one.to for one in added}.values():
        notify(
            mails.WISHES_OPEN,
            to=to.person,
            context={"programme": cohort.programme, "side": to.side, "until": until},
            action=MailAction(
                gettext_lazy("See these people and wish"),
                reverse("participant:wishes", args=[to.public_id]),
            ),
            dedupe_key=f"{mails.WISHES_OPEN.code}:{to.public_id}",
        )
