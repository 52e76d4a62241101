"""From enrolments to the engine's persons: what each answered, read by the `field` of the questions.

The engine knows people by the `public_id` of their enrolment. Names stay out of what it is given (and of
the stored record): nothing is scored on a name. The number of queries does not depend on the number of
people.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from ithaque.kernel import clock
from ithaque.matching.enums import ProposalStatus
from ithaque.matching.models import Decision, Proposal, Reservation
from ithaque.matching.wished import with_wishes
from ithaque.mentoring.enums import PairStatus, Wants
from ithaque.mentoring.models import Debrief, Pair
from ithaque.pairing import Person, Skill
from ithaque.pairing.intake.hours import to_utc
from ithaque.pairing.people import folded
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.questionnaires.enums import QuestionType, Use
from ithaque.questionnaires.models import FormVersion
from ithaque.questionnaires.schema import Question
from ithaque.questionnaires.selectors import schema_of

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SEPARATORS = re.compile(r"[;,\n]+")
ORGANISATION = "organisation:"
ROME = "rome:"
EXPECTED = {"months": "duration_months", "meetings": "meetings_per_month"}
"""Expectations the engine knows by another name, with the range it compares them on."""
WORDS_KEPT = 4_000
EPOCH, DAYS_OF_A_MONTH = date(2000, 1, 1), 30.44
CONVERSATION = 2
"""Level of a language from which two people can talk (`ui.forms.answers.LANGUAGE_LEVELS`)."""


@dataclass(frozen=True)
class Field:
    """What matching needs of a question: how its answer is read, the order of its options (or columns), their
    words in French, the bounds of a number.
    """

    key: str
    name: str
    type: QuestionType
    options: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None


Forms = Mapping[int, tuple[Field, ...]]


@dataclass
class Gathered:
    """The people of a cohort ready for the engine, and the decisions that bind them."""

    mentees: list[Person] = field(default_factory=list)
    mentors: list[Person] = field(default_factory=list)
    locks: list[tuple[str, str]] = field(default_factory=list)
    forbids: list[tuple[str, str]] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)


def gather(cohort: Cohort, *, freeing: Sequence[Proposal] = ()) -> Gathered:
    """Return everyone a run may pair: validated, mentees free, mentors with the places they have left.

    Proposals of `freeing` are read as if they had not been announced: their mentees wait, their places are free.
    """
    enrolments = list(_waiting_for_a_pair(cohort, [one.mentee_id for one in freeing]))
    forms, names = forms_of(enrolments), _Names(enrolments)
    taken = Counter(places_taken([one.pk for one in enrolments if one.side == Side.MENTOR]))
    taken.update(_reserved(cohort))
    taken.subtract([one.mentor_id for one in freeing])
    gathered = Gathered()
    for enrolment in enrolments:
        person = person_of(enrolment, forms=forms, names=names, taken=taken[enrolment.pk])
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
    busy = Q(pairs_as_mentee__status__in=[PairStatus.ACTIVE, PairStatus.CLOSING])
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


def _ended_without_a_wish_for_more() -> QuerySet[Pair]:
    """Return the ended pairs of a mentee (the outer row) after which they did not ask for someone again."""
    again = Debrief.objects.filter(
        pair=OuterRef("pk"), person=OuterRef("mentee__person"), wants=Wants.AGAIN
    )
    ended = Pair.objects.filter(mentee=OuterRef("pk"), status=PairStatus.CLOSED)
    return ended.exclude(Exists(again))


def places_taken(mentors: Iterable[int]) -> dict[int, int]:
    """Return, by mentor enrolment, how many places are held: by open pairs, by announced proposals, and by
    ended pairs after which the mentor asked for nobody else.
    """
    keys = list(mentors)
    taken: Counter[int] = Counter()
    open_pairs = Pair.objects.filter(mentor__in=keys).exclude(status=PairStatus.CLOSED)
    announced = Proposal.objects.filter(mentor__in=keys, status=ProposalStatus.ANNOUNCED)
    given_up = Pair.objects.filter(
        mentor__in=keys,
        status=PairStatus.CLOSED,
        debriefs__person=F("mentor__person"),
        debriefs__wants__in=[Wants.LATER, Wants.NO],
    )
    for rows in (open_pairs, announced, given_up):
        for row in rows.order_by().values("mentor").annotate(n=Count("pk")):
            taken[row["mentor"]] += row["n"]
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
    read = {name: reader(answers[name]) for name, reader in _READERS.items() if name in answers}
    manager = names.one(_text(answers["manager"])) if "manager" in answers else None
    own = names.others_of(enrolment)
    return Person(
        str(enrolment.public_id),
        time_zone=account.time_zone,
        availability=_in_utc(answers.get("availability"), account.time_zone),
        expectations=_expectations(answers),
        radius_km=_radius(answers.get("place")),
        capacity=1 if enrolment.side == Side.MENTEE else max(0, enrolment.capacity - taken),
        waiting_since=(enrolment.submitted_at or enrolment.created_at).date(),
        minor=account.is_minor,
        adult=None if account.born_on is None else not account.is_minor,
        trained=True if enrolment.trained_on else None,
        check_valid=enrolment.check_valid,
        manager=manager if manager != str(enrolment.public_id) else None,
        excluded=frozenset(own | names.all(_text(answers.get("excluded", "")))),
        **read,
    )


def answers_by_field(enrolment: Enrolment, forms: Forms) -> dict[str, Any]:
    """Return what someone answered, by the field matching reads it as; unanswered fields are absent."""
    if enrolment.sheet is None:
        return {}
    given = enrolment.sheet.answers
    found: dict[str, Any] = {}
    for asked in forms.get(enrolment.sheet.version_id, ()):
        value = given.get(asked.key)
        if value in (None, "", [], {}):
            continue
        value = comparable(asked, value)
        earlier = found.get(asked.name)
        found[asked.name] = (
            earlier + value if isinstance(earlier, list) and isinstance(value, list) else value
        )
    return found


def forms_of(enrolments: Iterable[Enrolment]) -> Forms:
    """Return, by version of form, the questions that matching reads."""
    versions = {one.sheet.version_id for one in enrolments if one.sheet}
    return {
        version.pk: fields_of(version) for version in FormVersion.objects.filter(pk__in=versions)
    }


def fields_of(version: FormVersion) -> tuple[Field, ...]:
    """Return the questions of a version that matching reads; never one asked for reports only."""
    asked = schema_of(version).questions()
    return tuple(_field(one) for one in asked if one.field and one.purpose == Use.MATCHING)


def _field(question: Question) -> Field:
    options = question.columns or question.options
    low, high = question.minimum, question.maximum
    return Field(
        question.key,
        question.field or "",
        question.type,
        tuple(one.value for one in options),
        tuple(one.label.fr or one.label.en for one in options),
        (low, high) if low is not None and high is not None and low < high else None,
    )


def comparable(asked: Field, value: Any) -> Any:
    """Return an answer as matching compares it: places on a scale, words of choices, languages spoken.

    A point of a table and a bounded number become places from 1 to 5, as a scale gives; a day becomes months; a
    language counts when one can hold a conversation in it.
    """
    ordered = asked.name == "seniority" or asked.name.startswith("expectations.")
    match asked.type:
        case QuestionType.CHOICE if ordered:
            return asked.options.index(value) if value in asked.options else None
        case QuestionType.DATE if ordered:
            return (date.fromisoformat(value) - EPOCH).days / DAYS_OF_A_MONTH
        case QuestionType.NUMBER if ordered and asked.bounds and not _has_its_range(asked.name):
            return _place(value - asked.bounds[0], asked.bounds[1] - asked.bounds[0])
        case QuestionType.MATRIX:
            last = len(asked.options) - 1
            return {
                row: _place(asked.options.index(column), last)
                for row, column in value.items()
                if column in asked.options
            }
        case QuestionType.LANGUAGES if isinstance(value, Mapping):
            return [language for language, level in value.items() if level >= CONVERSATION]
        case QuestionType.RANKED | QuestionType.SEVERAL if asked.name in (
            "needs",
            "offers",
            "path",
        ):
            words = dict(zip(asked.options, asked.labels, strict=True))
            return [words.get(one, one) for one in value]
        case _:
            return value


def _place(point: float, last: float) -> float:
    return 1 + 4 * point / last if last else 1.0


def _has_its_range(name: str) -> bool:
    return name.partition(".")[2] in EXPECTED


def _skills(value: Any) -> tuple[Skill, ...]:
    if isinstance(value, str):
        value = [{"label": word} for word in SEPARATORS.split(value)]
    return tuple(_skill(one) for one in value if _label(one))


def _skill(one: Any) -> Skill:
    entry: Mapping[str, Any] = one if isinstance(one, Mapping) else {"label": str(one)}
    label = _label(entry)
    return Skill(str(entry.get("id") or folded(label)), label, entry.get("level"))


def _label(one: Any) -> str:
    return str(one.get("label") or "" if isinstance(one, Mapping) else one).strip()


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = SEPARATORS.split(value)
    return tuple(word for word in (_label(one) for one in value) if word)


def _path(value: Any) -> tuple[str, ...]:
    """Return occupations by their code (ROME as “J1511”, which the engine compares by domain), else their words."""
    if isinstance(value, str):
        return _words(value)
    return tuple(word for one in value if (word := _occupation(one)))


def _occupation(one: Any) -> str:
    identifier = str(one.get("id") or "") if isinstance(one, Mapping) else ""
    return identifier.removeprefix(ROME) or _label(one)


def _text(value: Any) -> str:
    return (value if isinstance(value, str) else ", ".join(_words(value)))[:WORDS_KEPT]


def _number(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def _where(value: Any) -> tuple[float, float] | str:
    """Return a position when someone gave theirs, the name of the town otherwise."""
    if not isinstance(value, Mapping):
        return _text(value)
    at = value.get("at")
    return (at[0], at[1]) if at else _text(value.get("town", ""))


_READERS: dict[str, Any] = {
    "needs": _skills,
    "offers": _skills,
    "path": _path,
    "interests": _words,
    "languages": lambda value: frozenset(_words(value)),
    "modality": lambda value: frozenset(_words(value)),
    "style": lambda value: {item: float(point) for item, point in value.items()},
    "seniority": _number,
    "organisation": _text,
    "team": _text,
    "place": _where,
    "text": _text,
}


def _radius(place: Any) -> float | None:
    radius = place.get("radius") if isinstance(place, Mapping) else None
    return None if radius is None else float(radius)


def _expectations(answers: Mapping[str, Any]) -> dict[str, float]:
    found = {}
    for name, value in answers.items():
        prefix, _, item = name.partition(".")
        if prefix == "expectations" and isinstance(value, int | float):
            found[EXPECTED.get(item, item)] = float(value)
    return found


def _in_utc(slots: Any, zone: str) -> frozenset[int]:
    """Return the hours of the week (UTC, 0 = Monday 00:00) of slots such as "mon-18" in a zone, this week."""
    hours = frozenset(hour for slot in slots or () if (hour := hour_of(slot)) is not None)
    today = clock.today("UTC")
    monday = datetime(today.year, today.month, today.day, tzinfo=UTC) - timedelta(
        days=today.weekday()
    )
    return to_utc(hours, zone, monday)


def hour_of(slot: str) -> int | None:
    """Return the hour of the week of "mon-18", None for what is no slot."""
    day, _, hour = slot.partition("-")
    if day not in DAYS or not hour.isdigit() or int(hour) > 23:
        return None
    return DAYS.index(day) * 24 + int(hour)


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
    couples = ended.values_list(F("mentee__person"), F("mentor__person")).distinct()
    found = ((here.get((a, Side.MENTEE)), here.get((b, Side.MENTOR))) for a, b in couples)
    return sorted((mentee, mentor) for mentee, mentor in found if mentee and mentor)
