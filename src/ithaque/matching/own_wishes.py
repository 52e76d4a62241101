"""What someone reads about their own wishes: who is suggested and why, what they ranked, whom they ruled out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ithaque.matching.enums import ProposalStatus
from ithaque.matching.models import Proposal, Suggestion, Veto, Wish
from ithaque.matching.people import places_taken
from ithaque.matching.windows import WishWindow, may_wish, wish_window
from ithaque.matching.words import Labels, Names, View, labels_of, say_all
from ithaque.people.models import Person
from ithaque.programmes.enums import EnrolmentStatus, Side
from ithaque.programmes.models import Enrolment, Programme
from ithaque.programmes.selectors import settings_of
from ithaque.programmes.settings import ProgrammeSettings

OF_A_MENTEE = frozenset(
    {
        "needs.first",
        "needs.covered",
        "path.same",
        "path.near",
        "style.close",
        "interests.shared",
        "expectations.aligned",
        "availability.shared",
    }
)
"""What a mentor may learn of a mentee they were only suggested: nothing that tells where or with whom they live."""
REASONS = 3


@dataclass(frozen=True)
class Suggested:
    """Someone suggested, with what the reader may know."""

    suggestion: Suggestion
    name: str
    reasons: list[str]

    @property
    def key(self) -> str:
        """Return what a form calls them."""
        return str(self.suggestion.public_id)


@dataclass(frozen=True)
class OwnWishes:
    """Everything one reads of one's wishes in one cohort."""

    enrolment: Enrolment
    settings: ProgrammeSettings
    window: WishWindow
    suggested: list[Suggested] = field(default_factory=list)
    ranked: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    """Names of those wished for who are not suggested any more: nobody with room would be left to wish for."""
    kept: list[str] = field(default_factory=list)
    """Names ranked, once the window is over."""
    vetoes: list[Veto] = field(default_factory=list)
    busy: bool = False


def enrolment_that_wishes(person: Any, enrolment_id: UUID) -> Enrolment | None:
    """Return someone's own enrolment where their side wishes, None for anything else."""
    mine = Enrolment.objects.filter(person_id=person.pk, status=EnrolmentStatus.AVAILABLE)
    found = (
        mine.select_related("person", "cohort__programme__organisation")
        .filter(public_id=enrolment_id)
        .first()
    )
    if found is None or not may_wish(found, settings_of(found.cohort.programme)):
        return None
    return found


def enrolments_that_wish(person: Person) -> list[Enrolment]:
    """Return the enrolments in which someone may wish today and nobody was found for them yet."""
    mine = (
        Enrolment.objects.filter(person=person, status=EnrolmentStatus.AVAILABLE)
        .select_related("person", "cohort__programme")
        .order_by("pk")
    )
    return [one for one in mine if wishes_today(one) and not is_busy(one)]


def wishes_today(enrolment: Enrolment) -> bool:
    """Tell whether someone validated may wish today; asks nothing when their programme is loaded."""
    if enrolment.status != EnrolmentStatus.AVAILABLE:
        return False
    settings = settings_of(enrolment.cohort.programme)
    return may_wish(enrolment, settings) and wish_window(enrolment.cohort, settings).is_open()


def is_busy(enrolment: Enrolment) -> bool:
    """Tell whether a mentee has a pair or an announced proposal: suggestions are not for them any more."""
    if enrolment.side == Side.MENTOR:
        return False
    held = enrolment.memberships.filter(holds_place=True)
    told = Proposal.objects.filter(mentee=enrolment, status=ProposalStatus.ANNOUNCED)
    return held.exists() or told.exists()


def suggestion_to(person: Any, suggestion_id: UUID) -> Suggestion | None:
    """Return a suggestion made to someone, None for anything else."""
    rows = Suggestion.objects.select_related("to__cohort__programme", "to__person", "other")
    return rows.filter(public_id=suggestion_id, to__person_id=person.pk).first()


def veto_of(person: Any, veto_id: UUID) -> Veto | None:
    """Return what someone ruled out, None for anything else."""
    rows = Veto.objects.select_related("by__cohort__programme", "by__person")
    return rows.filter(public_id=veto_id, by__person_id=person.pk).first()


def own_wishes(enrolment: Enrolment) -> OwnWishes:
    """Return what one reads of one's wishes; the number of questions is constant."""
    settings = settings_of(enrolment.cohort.programme)
    window = wish_window(enrolment.cohort, settings)
    wishes = list(Wish.objects.filter(by=enrolment).order_by("rank"))
    busy = is_busy(enrolment)
    rows = list(visible_to(enrolment)) if window.is_open() and not busy else []
    by_other = {row.other_id: row for row in rows}
    return OwnWishes(
        enrolment=enrolment,
        settings=settings,
        window=window,
        suggested=_told(rows, enrolment, labels_of(enrolment.cohort.programme)),
        ranked=[str(by_other[w.wanted_id].public_id) for w in wishes if w.wanted_id in by_other],
        lost=[one.alias for one in wishes if one.wanted_id not in by_other] if rows else [],
        kept=[one.alias for one in wishes],
        vetoes=list(Veto.objects.filter(by=enrolment)),
        busy=busy,
    )


def visible_to(enrolment: Enrolment) -> list[Suggestion]:
    """Return the suggestions of someone, without those whose place was taken since they were allotted.

    A slot above the places left is not shown: whatever the moment, nobody is shown to more people than they have room
    for.
    """
    rows = list(
        Suggestion.objects.filter(to=enrolment, other__in=Enrolment.objects.pairable())
        .select_related("other__person")
        .order_by("pk")
    )
    held = places_taken([row.other_id for row in rows if row.other.side == Side.MENTOR])
    return [row for row in rows if row.slot <= _room(row.other, held)]


def _room(other: Enrolment, held: dict[int, int]) -> int:
    return 1 if other.side == Side.MENTEE else other.capacity - held.get(other.pk, 0)


def _told(rows: list[Suggestion], reader: Enrolment, labels: Labels) -> list[Suggested]:
    mine = reader.person.get_short_name()
    found = []
    for row in rows:
        is_mentee = reader.side == Side.MENTEE
        names = Names(
            mentee=mine if is_mentee else row.alias,
            mentor=row.alias if is_mentee else mine,
            zone=reader.person.time_zone,
        )
        reasons = [one for one in row.reasons if is_mentee or one.get("code") in OF_A_MENTEE]
        said = say_all(reasons, View(reader.side), names, labels, strong=True)
        found.append(Suggested(row, row.alias, said[:REASONS]))
    return found


def wishes_in_figures(programme: Programme) -> dict[str, int]:
    """Return how many people wished, and how many rules “never this person” apply: counts, never a name."""
    wishes = Wish.objects.filter(by__cohort__programme=programme)
    return {
        "wishing": wishes.order_by().values("by").distinct().count(),
        "ruled_out": Veto.objects.filter(by__cohort__programme=programme).count(),
    }


def own_data(person: Person) -> dict[str, Any]:
    """Return someone's wishes and those they ruled out, for their own export."""
    wishes = Wish.objects.filter(by__person=person).order_by("by", "rank")
    return {
        "wishes": list(wishes.values("rank", "alias")),
        "ruled_out": list(Veto.objects.filter(by__person=person).values("alias", "created_at")),
    }
