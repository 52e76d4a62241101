"""Reading runs, proposals and imports; always told who looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet

from ithaque.matching.enums import ImportStatus, ProposalStatus
from ithaque.matching.models import (
    Announcement,
    Decision,
    Import,
    ImportedPair,
    MatchRun,
    Note,
    Proposal,
    Question,
    Reservation,
    Trial,
    Unmatched,
)
from ithaque.matching.rules import HIGH_CONFIDENCE, LEAST_CONFIDENCE
from ithaque.matching.words import Labels, labels_of
from ithaque.mentoring.models import Pair
from ithaque.people.models import Person
from ithaque.programmes.enums import EnrolmentStatus, Side, TeamRole
from ithaque.programmes.models import Cohort, Enrolment, Programme
from ithaque.questionnaires.models import FormVersion
from ithaque.questionnaires.selectors import schema_of

SORTS: dict[str, tuple[Any, ...]] = {
    "score": ("-score", "pk"),
    "weakest": ("score", "pk"),
    "mentee": ("mentee__person__last_name", "mentee__person__first_name", "pk"),
    "mentor": ("mentor__person__last_name", "mentor__person__first_name", "pk"),
    "waiting": (F("mentee__submitted_at").asc(nulls_last=True), "pk"),
    "confidence": ("confidence", "pk"),
}
AWAITED, ACCEPTED = Q(status=ProposalStatus.ANNOUNCED), Q(status=ProposalStatus.ACCEPTED)
CLOSED = Q(status__in=[ProposalStatus.DECLINED, ProposalStatus.EXPIRED])
TO_CHECK = Q(status=ProposalStatus.DRAFT, locked=False) & (
    Q(band__lte=1) | Q(confidence__lt=LEAST_CONFIDENCE)
)
SHELVES: dict[str, Q] = {
    "all": ~Q(status=ProposalStatus.WITHDRAWN) | Q(announced_at__isnull=False),
    "check": TO_CHECK,
    "locked": Q(locked=True),
    "draft": Q(status=ProposalStatus.DRAFT),
    "awaited": AWAITED,
    "accepted": ACCEPTED,
    "closed": CLOSED | Q(status=ProposalStatus.WITHDRAWN, announced_at__isnull=False),
}


BANDS = ("4", "3", "2", "1")
CONFIDENCE: dict[str, Q] = {
    "high": Q(confidence__gte=HIGH_CONFIDENCE),
    "medium": Q(confidence__gte=LEAST_CONFIDENCE, confidence__lt=HIGH_CONFIDENCE),
    "low": Q(confidence__lt=LEAST_CONFIDENCE),
}
MENTORS_FOUND = 8


def cohorts_to_match(person: Person) -> QuerySet[Cohort]:
    """Return the cohorts a person coordinates, with who waits on each side and their runs, latest first."""
    available = Q(enrolments__status=EnrolmentStatus.AVAILABLE)
    runs = Prefetch("match_runs", MatchRun.objects.order_by("-number"), to_attr="runs_latest_first")
    return (
        Cohort.objects.filter(
            programme__team__person=person, programme__team__role=TeamRole.COORDINATOR
        )
        .select_related("programme")
        .annotate(
            mentees=Count(
                "enrolments", filter=available & Q(enrolments__side=Side.MENTEE), distinct=True
            ),
            mentors=Count(
                "enrolments", filter=available & Q(enrolments__side=Side.MENTOR), distinct=True
            ),
        )
        .prefetch_related(runs)
        .order_by("-starts_on", "pk")
    )


def runs_of(cohort: Cohort) -> QuerySet[MatchRun]:
    """Return the runs of a cohort, latest first, with how many proposals each holds and how many became pairs."""
    return (
        cohort.match_runs.select_related("asked_by")
        .annotate(
            proposed=Count("proposals", filter=~Q(proposals__status=ProposalStatus.WITHDRAWN)),
            accepted=Count("proposals", filter=Q(proposals__status=ProposalStatus.ACCEPTED)),
        )
        .order_by("-number")
    )


def waiting_counts(cohort: Cohort) -> dict[str, int]:
    """Return how many validated people each side has."""
    rows = (
        cohort.enrolments.filter(status=EnrolmentStatus.AVAILABLE)
        .order_by()
        .values("side")
        .annotate(n=Count("pk"))
    )
    found = {row["side"]: row["n"] for row in rows}
    return {side: found.get(side, 0) for side in Side.values}


def shelf_counts(run: MatchRun) -> dict[str, int]:
    """Return how many proposals stand on each shelf of a run."""
    counted: dict[str, int] = run.proposals.order_by().aggregate(
        **{name: Count("pk", filter=shelf) for name, shelf in SHELVES.items()}
    )
    return counted


def proposals_of(
    run: MatchRun,
    *,
    shelf: str = "all",
    search: str = "",
    sort: str = "score",
    band: str = "",
    confidence: str = "",
) -> QuerySet[Proposal]:
    """Return the proposals of a run on one shelf, of a band, of a confidence, searched by either name, sorted."""
    found = run.proposals.filter(
        SHELVES.get(shelf, SHELVES["all"]), CONFIDENCE.get(confidence, Q())
    ).select_related("mentee__person", "mentor__person")
    if band in BANDS:
        found = found.filter(band=int(band))
    for word in search.split()[:5]:
        found = found.filter(
            Q(mentee__person__first_name__icontains=word)
            | Q(mentee__person__last_name__icontains=word)
            | Q(mentor__person__first_name__icontains=word)
            | Q(mentor__person__last_name__icontains=word)
        )
    return found.order_by(*SORTS.get(sort, SORTS["score"]))


def drafts_to_announce(run: MatchRun) -> QuerySet[Proposal]:
    """Return what announcing the run would tell, by the mentee's name."""
    drafts = run.proposals.filter(status=ProposalStatus.DRAFT)
    return drafts.select_related(
        "mentee__person", "mentor__person", "run__cohort__programme"
    ).order_by(*SORTS["mentee"])


def unmatched_of(run: MatchRun, search: str = "") -> QuerySet[Unmatched]:
    """Return the people a run left without a mentor, who has waited longest first."""
    found = run.unmatched.select_related("mentee__person")
    for word in search.split()[:5]:
        found = found.filter(
            Q(mentee__person__first_name__icontains=word)
            | Q(mentee__person__last_name__icontains=word)
        )
    return found.order_by(F("mentee__submitted_at").asc(nulls_last=True), "pk")


def decisions_of(cohort: Cohort) -> QuerySet[Decision]:
    """Return what coordinators decided by hand, latest first."""
    rows = Decision.objects.filter(cohort=cohort).select_related(
        "mentee__person", "mentor__person", "by"
    )
    return rows.order_by("-created_at", "-pk")


def mentor_of_run(run: MatchRun, mentor_id: str) -> Enrolment | None:
    """Return a mentor of the run's cohort by what a form says is their public id."""
    try:
        UUID(mentor_id)
    except ValueError:
        return None
    people = run.cohort.enrolments.select_related("person")
    return people.filter(public_id=mentor_id, side=Side.MENTOR).first()


def mentors_named(run: MatchRun, words: str) -> list[Enrolment]:
    """Return the mentors of a run's cohort whose name holds these words, the first ones by name."""
    found = run.cohort.enrolments.filter(side=Side.MENTOR).select_related("person")
    for word in words.split()[:5]:
        found = found.filter(
            Q(person__first_name__icontains=word) | Q(person__last_name__icontains=word)
        )
    return list(found.order_by("person__last_name", "person__first_name", "pk")[:MENTORS_FOUND])


def reservations_of(cohort: Cohort) -> QuerySet[Reservation]:
    """Return the places runs leave free, latest first."""
    rows = cohort.reservations.select_related("mentor__person", "by")
    return rows.order_by("-created_at", "-pk")


def notes_of(run: MatchRun, mentees: list[int]) -> dict[int | None, list[Note]]:
    """Return what coordinators noted of a run as a whole (None), and about mentees in any run: one query."""
    found: dict[int | None, list[Note]] = {}
    about = Q(run=run, mentee=None) | Q(run__cohort=run.cohort_id, mentee__in=mentees)
    for note in Note.objects.filter(about).select_related("by").order_by("created_at", "pk"):
        found.setdefault(note.mentee_id, []).append(note)
    return found


def last_announcement(run: MatchRun) -> Announcement | None:
    """Return the announcement of a run asked last, planned, told or undone."""
    return run.announcements.select_related("by").first()


def run_to_compare(run: MatchRun, run_id: str) -> MatchRun | None:
    """Return another run of the same cohort by what a form says is its public id."""
    try:
        UUID(run_id)
    except ValueError:
        return None
    others = MatchRun.objects.filter(cohort=run.cohort_id).exclude(pk=run.pk)
    return others.select_related("asked_by").filter(public_id=run_id).first()


def person_named(key: Any) -> str:
    """Return the name of someone of the team by their key; "" when they are gone."""
    found = Person.objects.filter(pk=key, erased_at=None).first() if key else None
    return found.get_full_name() if found else ""


def own_trial(cohort: Cohort, person: Person) -> Trial | None:
    """Return the settings a person is trying on a cohort, None when there are none."""
    trials = Trial.objects.filter(cohort=cohort, by=person)
    return trials.select_related("cohort__programme").first()


def enrolments_by_public_id(identifiers: list[str]) -> dict[str, Enrolment]:
    """Return enrolments with their person, by their public id: one query."""
    rows = Enrolment.objects.filter(public_id__in=identifiers).select_related("person")
    return {str(one.public_id): one for one in rows}


def mentee_of_run(run: MatchRun, mentee_id: str) -> Enrolment | None:
    """Return a mentee of the run's cohort by what an address says is their public id."""
    try:
        UUID(mentee_id)
    except ValueError:
        return None
    people = run.cohort.enrolments.select_related("person")
    return people.filter(public_id=mentee_id, side=Side.MENTEE).first()


def proposals_told_to(person: Person) -> QuerySet[Proposal]:
    """Return the proposals a person was told of, those awaiting an answer first."""
    mine = Q(mentee__person=person) | Q(mentor__person=person)
    told = (
        Proposal.objects.filter(mine)
        .exclude(status=ProposalStatus.DRAFT)
        .exclude(announced_at=None)
    )
    return told.select_related(
        "run__cohort__programme", "mentee__person", "mentor__person", "pair"
    ).order_by(F("settled_at").desc(nulls_first=True), "-announced_at", "-pk")


def questions_of(proposal: Proposal, person: Person) -> list[Question]:
    """Return what one of the two asked about a proposal, oldest first."""
    return list(proposal.questions.filter(person=person))


def proposal_by_link(proposal_id: Any, person_id: Any) -> tuple[Proposal, Person] | None:
    """Return what a signed link names and whom it was made for, None when one is gone."""
    people = Proposal.objects.select_related(
        "run__cohort__programme", "mentee__person", "mentor__person", "pair"
    )
    proposal = people.filter(public_id=proposal_id).first()
    if proposal is None:
        return None
    both = (proposal.mentee.person, proposal.mentor.person)
    person = next(
        (one for one in both if one.public_id == person_id and one.erased_at is None), None
    )
    return (proposal, person) if person else None


@dataclass(frozen=True)
class Described:
    """What a coordinator reads beside a name: one line from the answers."""

    lines: dict[int, str]

    def of(self, enrolment: Enrolment) -> str:
        """Return the line of an enrolment, "" when they said nothing that fits in one."""
        return self.lines.get(enrolment.pk, "")


def described(enrolments: list[Enrolment]) -> Described:
    """Return one line for each (path, organisation, place or first skill): two queries."""
    rows = Enrolment.objects.filter(pk__in=[one.pk for one in enrolments], sheet__isnull=False)
    given = list(rows.values_list("pk", "sheet__version", "sheet__answers"))
    versions = FormVersion.objects.filter(pk__in={version for _pk, version, _answers in given})
    schemas = {version.pk: schema_of(version) for version in versions}
    lines = {}
    for pk, version, answers in given:
        for name in ("path", "organisation", "offers", "needs", "place"):
            question = schemas[version].asking(name)
            value = answers.get(question.key) if question else None
            if question and value:
                first = value[0] if isinstance(value, list) else value
                label = (
                    first.get("label", "")
                    if isinstance(first, dict)
                    else question.option_label(str(first))
                )
                lines[pk] = str(label)[:80]
                break
    return Described(lines)


def words_of(programme: Programme) -> Labels:
    """Return the words of the codes stored in a programme's reasons."""
    return labels_of(programme)


def imports_of(cohort: Cohort) -> QuerySet[Import]:
    """Return the imports of a cohort, latest first."""
    return cohort.imports.select_related("file", "asked_by").exclude(status=ImportStatus.CHOOSING)


def note_brought(pair: Pair) -> str:
    """Return what the file that brought a pair noted for the coordinators, "" without a note."""
    return ImportedPair.objects.filter(pair=pair).values_list("note", flat=True).first() or ""


def own_data(person: Person) -> dict[str, Any]:
    """Return what this room knows of a person, for their own export."""
    return {
        "proposals": [
            {
                "programme": proposal.run.cohort.programme.title,
                "status": proposal.status,
                "with": (
                    proposal.mentor if proposal.mentee.person_id == person.pk else proposal.mentee
                ).person.get_short_name(),
                "announced_at": proposal.announced_at,
                "my_answer": getattr(proposal, f"{proposal.side_of(person)}_answer"),
                "reasons": proposal.reasons,
            }
            for proposal in proposals_told_to(person)
        ]
    }
