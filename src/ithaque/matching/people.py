"""From enrolments to the engine's persons: what each answered, read by the `field` of the questions.

The engine knows people by the `public_id` of their enrolment. Names stay out of what it is given (and of
the stored record): nothing is scored on a name. The number of queries does not depend on the number of
people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from ithaque.matching.answered import (
    READERS,
    SEPARATORS,
    Forms,
    answers_by_field,
    expectations,
    forms_of,
    in_utc,
    radius,
    text,
)
from ithaque.matching.enums import ProposalStatus
from ithaque.matching.models import Decision, Proposal, Reservation
from ithaque.matching.wished import with_wishes
from ithaque.mentoring.enums import PairStatus, Wants
from ithaque.mentoring.models import Debrief, Pair, PairMember
from ithaque.mentoring.models.pairs import GROUPS
from ithaque.pairing import Person
from ithaque.pairing.people import folded
from ithaque.pairing.themes import themes_of
from ithaque.programmes.enums import PairFormat, Side
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.programmes.selectors import settings_of

ORGANISATION = "organisation:"
SAMPLED = 200


@dataclass
class Gathered:
    """The people of a cohort ready for the engine, and the decisions that bind them."""

    mentees: list[Person] = field(default_factory=list)
    mentors: list[Person] = field(default_factory=list)
    locks: list[tuple[str, str]] = field(default_factory=list)
    forbids: list[tuple[str, str]] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)


def gather(
    cohort: Cohort,
    *,
    freeing: Sequence[Proposal] = (),
    only: Collection[int] | None = None,
    words: bool | None = None,
) -> Gathered:
    """Return everyone a run may pair: validated, mentees free, mentors with the places they have left.

    With `only`, nobody but these enrolments, chosen by hand: places reserved may be theirs. Own words are read for their themes where the programme weighs them,
    or as `words` says. Proposals of `freeing` are read as if they had not been announced: their mentees wait, their places are free.
    """
    waiting = _waiting_for_a_pair(cohort, [one.mentee_id for one in freeing])
    enrolments = list(waiting if only is None else waiting.filter(pk__in=only))
    forms, names = forms_of(enrolments), _Names(enrolments)
    taken = Counter(places_taken([one.pk for one in enrolments if one.side == Side.MENTOR]))
    if only is None:
        taken.update(_reserved(cohort))
    taken.subtract([one.mentor_id for one in freeing])
    gathered = Gathered()
    if words is None:
        words = settings_of(cohort.programme).matching.weights.get("text", 0) > 0
    for enrolment in enrolments:
        person = person_of(enrolment, forms=forms, names=names, taken=taken[enrolment.pk])
        if words and person.text:
            person = replace(person, themes=themes_of(person.text))
        (gathered.mentees if enrolment.side == Side.MENTEE else gathered.mentors).append(person)
    gathered.mentees, gathered.mentors = with_wishes(gathered.mentees, gathered.mentors, cohort)
    _decide(gathered, cohort)
    gathered.broken = _parted(cohort, enrolments)
    return gathered


def sides_waiting(cohort: Cohort) -> set[str]:
    """Return the sides on which someone waits to be paired."""
    return set(_waiting_for_a_pair(cohort).order_by().values_list("side", flat=True).distinct())


def accompanied() -> Q:
    """Return the condition of mentees who wait for nobody: paired, proposed someone, or done with mentoring."""
    busy = Q(memberships__holds_place=True)
    busy |= Q(proposals_as_mentee__status=ProposalStatus.ANNOUNCED)
    return busy | Q(Exists(_ended_without_a_wish_for_more()))


def _waiting_for_a_pair(cohort: Cohort, freed: Sequence[int] = ()) -> QuerySet[Enrolment]:
    taken = Enrolment.objects.filter(accompanied(), cohort=cohort, side=Side.MENTEE).values("pk")
    return (
        cohort.enrolments.pairable()
        .exclude(Q(pk__in=taken) & ~Q(pk__in=freed))
        .select_related("person", "sheet")
        .order_by("pk")
    )


def _ended_without_a_wish_for_more() -> QuerySet[PairMember]:
    """Return the pairs of someone (the outer row) that ended and after which they did not ask for someone again.

    A flash meeting, or what was offered while they wait, asks no word.
    """
    again = Debrief.objects.filter(
        pair=OuterRef("pair"), person=OuterRef("person"), wants=Wants.AGAIN
    )
    ended = PairMember.objects.filter(
        enrolment=OuterRef("pk"), pair__status=PairStatus.CLOSED, meanwhile=False
    )
    return ended.exclude(pair__format=PairFormat.FLASH).exclude(Exists(again))


def places_taken(mentors: Iterable[int]) -> dict[int, int]:
    """Return, by mentor enrolment, how many places are held: by open pairs, by announced proposals, and by
    ended pairs after which the mentor asked for nobody else.
    """
    keys = list(mentors)
    taken: Counter[int] = Counter()
    held = PairMember.objects.filter(enrolment__in=keys, holds_place=True)
    announced = Proposal.objects.filter(mentor__in=keys, status=ProposalStatus.ANNOUNCED)
    given_up = PairMember.objects.filter(
        enrolment__in=keys,
        pair__status=PairStatus.CLOSED,
        pair__debriefs__person=F("person"),
        pair__debriefs__wants__in=[Wants.LATER, Wants.NO],
    )
    for rows, key in ((held, "enrolment"), (announced, "mentor"), (given_up, "enrolment")):
        for row in rows.order_by().values(key).annotate(n=Count("pk")):
            taken[row[key]] += row["n"]
    return taken


def places_promised(mentor: Enrolment, mentee: Enrolment) -> int:
    """Return how many places of a mentor are announced to others than this mentee."""
    told = Proposal.objects.filter(mentor=mentor, status=ProposalStatus.ANNOUNCED)
    return told.exclude(mentee=mentee).count()


def _reserved(cohort: Cohort) -> dict[int, int]:
    """Return, by mentor enrolment, how many places runs leave free."""
    return dict(Reservation.objects.filter(cohort=cohort).values_list("mentor", "places"))


def person_of(enrolment: Enrolment, *, forms: Forms, names: _Names, taken: int = 0) -> Person:
    """Return the engine's person of an enrolment whose person and sheet are loaded."""
    answers = answers_by_field(enrolment, forms)
    account = enrolment.person
    read = {name: reader(answers[name]) for name, reader in READERS.items() if name in answers}
    manager = names.one(text(answers["manager"])) if "manager" in answers else None
    own = names.others_of(enrolment)
    return Person(
        str(enrolment.public_id),
        time_zone=account.time_zone,
        availability=in_utc(answers.get("availability"), account.time_zone),
        expectations=expectations(answers),
        radius_km=radius(answers.get("place")),
        capacity=1 if enrolment.side == Side.MENTEE else max(0, enrolment.capacity - taken),
        waiting_since=(enrolment.submitted_at or enrolment.created_at).date(),
        minor=account.is_minor,
        adult=None if account.born_on is None else not account.is_minor,
        trained=True if enrolment.trained_on else None,
        check_valid=enrolment.check_valid,
        manager=manager if manager != str(enrolment.public_id) else None,
        excluded=frozenset(own | names.all(text(answers.get("excluded", "")))),
        **read,
    )


class _Names:
    """Whom people mean when they write an address or a name; a name borne by two is nobody's."""

    def __init__(self, enrolments: Iterable[Enrolment]) -> None:
        self.ids: dict[str, set[str]] = defaultdict(set)
        self.people: dict[str, int] = {}
        self.of_person: dict[int, set[str]] = defaultdict(set)
        for enrolment in enrolments:
            account = enrolment.person
            identifier = str(enrolment.public_id)
            self.people[identifier] = account.pk
            self.of_person[account.pk].add(identifier)
            for word in (
                account.email,
                account.get_full_name(),
                f"{account.last_name} {account.first_name}",
            ):
                if word.strip():
                    self.ids[folded(word)].add(identifier)

    def others_of(self, enrolment: Enrolment) -> set[str]:
        """Return the other enrolments of the same person: nobody mentors themselves."""
        return self.of_person[enrolment.person_id] - {str(enrolment.public_id)}

    def _meant(self, word: str) -> set[str]:
        found = self.ids.get(folded(word), set())
        return found if len({self.people[one] for one in found}) == 1 else set()

    def one(self, word: str) -> str | None:
        """Return one enrolment of the person meant; the word itself for someone who is not here."""
        return min(self._meant(word), default=word.strip() or None)

    def all(self, text: str) -> set[str]:
        """Return the enrolments and organisations a text excludes."""
        found: set[str] = set()
        for word in SEPARATORS.split(text):
            if word.strip().lower().startswith(ORGANISATION):
                found.add(word.strip())
            else:
                found |= self._meant(word)
        return found


def _decide(gathered: Gathered, cohort: Cohort) -> None:
    """Keep the decisions about people who are there; a lock without a place left is not obeyed."""
    mentees = {person.id for person in gathered.mentees}
    places = {person.id: person.capacity for person in gathered.mentors}
    rows = Decision.objects.filter(cohort=cohort).order_by("pk")
    for kind, mentee, mentor in rows.values_list("kind", "mentee__public_id", "mentor__public_id"):
        couple = (str(mentee), str(mentor))
        if couple[0] not in mentees or couple[1] not in places:
            continue
        if kind == Decision.Kind.FORBID:
            gathered.forbids.append(couple)
        elif places[couple[1]] > 0:
            places[couple[1]] -= 1
            gathered.locks.append(couple)


def _parted(cohort: Cohort, enrolments: list[Enrolment]) -> list[tuple[str, str]]:
    """Return the couples who already had a relationship that ended in this programme."""
    here: dict[tuple[int, str], str] = {
        (one.person_id, one.side): str(one.public_id) for one in enrolments
    }
    ended = Pair.objects.filter(cohort__programme=cohort.programme_id, status=PairStatus.CLOSED)
    ended = ended.exclude(format__in=[*GROUPS, PairFormat.FLASH])
    couples = ended.values_list(F("mentee__person"), F("mentor__person")).distinct()
    found = ((here.get((a, Side.MENTEE)), here.get((b, Side.MENTOR))) for a, b in couples)
    return sorted((mentee, mentor) for mentee, mentor in found if mentee and mentor)


def sample_of(cohort: Cohort, side: str, count: int) -> list[Enrolment]:
    """Return the first people of a side who wait to be paired and have a place, by order of enrolment."""
    waiting = _waiting_for_a_pair(cohort).filter(side=side)
    found = list(waiting.exclude(person__email__endswith=".invalid")[:SAMPLED])
    taken = places_taken([one.pk for one in found]) if side == Side.MENTOR else {}
    return [one for one in found if one.capacity > taken.get(one.pk, 0)][:count]
