"""Reading programmes, cohorts and enrolments; always told who looks where it matters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ithaque.kernel import clock
from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.models import StoredFile
from ithaque.people.enums import OrganisationRole
from ithaque.people.models import Organisation, Person
from ithaque.programmes.enums import EnrolmentStatus, ProgrammeStatus, Side, TeamRole
from ithaque.programmes.models import (
    Cohort,
    Enrolment,
    Programme,
    SavedTemplate,
    TeamMember,
)
from ithaque.programmes.programme_templates import ProgrammeTemplate
from ithaque.programmes.rules import can_enrol, not_over, overlaps
from ithaque.programmes.settings import ProgrammeSettings
from ithaque.questionnaires.models import AnswerFile
from ithaque.questionnaires.selectors import latest_version, schema_of

SORTS = {
    "name": ("person__last_name", "person__first_name", "pk"),
    "-name": ("-person__last_name", "-person__first_name", "-pk"),
    "sent": ("submitted_at", "pk"),
    "-sent": ("-submitted_at", "-pk"),
    "side": ("side", "person__last_name", "pk"),
    "-side": ("-side", "person__last_name", "pk"),
}


def settings_of(programme: Programme) -> ProgrammeSettings:
    """Return what the programme decides without code, every absent value at its default."""
    return ProgrammeSettings.model_validate(programme.settings)


def template_of_programme(
    programme: Programme, *, name: Bilingual | None = None, summary: Bilingual | None = None
) -> ProgrammeTemplate:
    """Return a programme as a template: its words, settings and forms, without people or dates."""
    title = Bilingual(fr=programme.title_fr, en=programme.title_en)
    return ProgrammeTemplate(
        key=programme.slug[:40].strip("-") or "programme",
        name=name or title,
        summary=summary or Bilingual(fr=programme.tagline_fr, en=programme.tagline_en),
        title=title,
        tagline=Bilingual(fr=programme.tagline_fr, en=programme.tagline_en),
        audience=Bilingual(fr=programme.audience_fr, en=programme.audience_en),
        settings=settings_of(programme),
        mentee_form=schema_of(latest_version(programme.mentee_form)),
        mentor_form=schema_of(latest_version(programme.mentor_form)),
    )


def template_in(saved: SavedTemplate) -> ProgrammeTemplate:
    """Return the template an organisation saved."""
    return ProgrammeTemplate.model_validate(saved.document)


def organisations_of(person: Person) -> QuerySet[Organisation]:
    """Return the organisations a person takes part in: enrolled and not gone, in a team, or with a role; with their
    logo.
    """
    gone = (EnrolmentStatus.WITHDRAWN, EnrolmentStatus.REFUSED)
    enrolled = Enrolment.objects.filter(person=person).exclude(status__in=gone)
    member = Q(programmes__in=enrolled.values("cohort__programme"))
    team = Q(programmes__team__person=person)
    found = member | team | Q(members__person=person)
    return Organisation.objects.filter(found).select_related("logo").distinct()


def templates_of(person: Person) -> QuerySet[SavedTemplate]:
    """Return the templates kept by the organisations in which a person may create a programme."""
    return (
        SavedTemplate.objects.filter(organisation__in=organisations_open_to(person))
        .select_related("organisation", "saved_by")
        .order_by("organisation__name", "created_at", "pk")
    )


def programmes_of_team(person: Person) -> QuerySet[Programme]:
    """Return the programmes a person coordinates, by title."""
    return (
        Programme.objects.filter(team__person=person, team__role=TeamRole.COORDINATOR)
        .select_related("organisation")
        .order_by("title_fr", "title_en", "pk")
    )


def team_home_of(person: Person) -> str:
    """Return where someone's work in a team starts, by the widest of their rights; empty without any."""
    roles = set(person.team_roles.values_list("role", flat=True))
    if TeamRole.COORDINATOR in roles:
        return reverse("coordination:day")
    if TeamRole.FOLLOWER in roles:
        return reverse("coordination:following")
    return reverse("coordination:observed") if programmes_observed_by(person).exists() else ""


def programmes_observed_by(person: Person) -> QuerySet[Programme]:
    """Return the programmes whose aggregates a person reads without coordinating them, by title."""
    observed = Q(team__person=person, team__role=TeamRole.OBSERVER) | Q(
        organisation__members__person=person,
        organisation__members__role=OrganisationRole.OBSERVER,
    )
    return (
        Programme.objects.filter(observed)
        .select_related("organisation")
        .distinct()
        .order_by("title_fr", "title_en", "pk")
    )


def entrusted_to(person: Person) -> QuerySet[Any]:
    """Return the keys of the enrolments entrusted to a follower, to be used in a condition."""
    return TeamMember.follows.through.objects.filter(
        teammember__person=person, teammember__role=TeamRole.FOLLOWER
    ).values("enrolment")


def landing_of(person: Person) -> str:
    """Return the address of someone's own home: the team's day, their own voyage, or the instance."""
    home = team_home_of(person)
    if home == reverse("coordination:day") or (home and not person.enrolments.exists()):
        return home
    if person.is_superuser and not person.enrolments.exists():
        return reverse("administration:status")
    return reverse("participant:home")


def programmes_with_counts(person: Person) -> QuerySet[Programme]:
    """Return the programmes a person coordinates, with `to_validate` and `validated` over their cohorts."""

    def at(status: str) -> Count:
        return Count(
            "cohorts__enrolments", filter=Q(cohorts__enrolments__status=status), distinct=True
        )

    return programmes_of_team(person).annotate(
        to_validate=at(EnrolmentStatus.SUBMITTED), validated=at(EnrolmentStatus.AVAILABLE)
    )


def organisations_open_to(person: Person) -> QuerySet[Organisation]:
    """Return the organisations in which a person may create a programme: administered or coordinated."""
    if person.is_superuser:
        return Organisation.objects.order_by("name")
    administered = Q(members__person=person, members__role=OrganisationRole.ADMINISTRATOR)
    coordinated = Q(programmes__team__person=person, programmes__team__role=TeamRole.COORDINATOR)
    return Organisation.objects.filter(administered | coordinated).distinct().order_by("name")


def coordinators_of(programme: Programme) -> QuerySet[Person]:
    """Return the active coordinators of a programme."""
    return Person.objects.filter(
        team_roles__programme=programme, team_roles__role=TeamRole.COORDINATOR, is_active=True
    ).order_by("pk")


def team_of(programme: Programme) -> QuerySet[TeamMember]:
    """Return the team with its people, coordinators first."""
    return (
        programme.team.select_related("person")
        .annotate(entrusted=Count("follows"))
        .order_by("role", "person__last_name", "pk")
    )


def member_of(programme: Programme, public_id: str) -> TeamMember | None:
    """Return the member whose public id this is, None when it is nobody's or not one."""
    try:
        wanted = UUID(public_id)
    except ValueError:
        return None
    return programme.team.select_related("person").filter(person__public_id=wanted).first()


def open_programmes() -> QuerySet[Programme]:
    """Return what visitors may see: open programmes with a cohort that is not over."""
    alive = Cohort.objects.filter(not_over(), programme=OuterRef("pk"))
    return (
        Programme.objects.filter(Exists(alive), status=ProgrammeStatus.OPEN)
        .select_related("organisation")
        .prefetch_related("cohorts")
        .order_by("title_fr", "title_en", "pk")
    )


def public_cohort(programme: Programme) -> Cohort | None:
    """Return the cohort the public page speaks of: open now, else the next to open, else the latest."""
    cohorts = sorted(programme.cohorts.all(), key=lambda cohort: cohort.opens_on)
    for cohort in cohorts:
        cohort.programme = programme
    current = [cohort for cohort in cohorts if cohort.opens_on <= _today() <= _last_day(cohort)]
    coming = [cohort for cohort in cohorts if cohort.opens_on > _today()]
    return next(iter(current or coming or cohorts[::-1]), None)


def cohorts_to_join(programme: Programme) -> list[Cohort]:
    """Return the cohorts open today, the one that starts first at the head; several windows may overlap."""
    found = []
    for cohort in programme.cohorts.all():
        cohort.programme = programme
        if can_enrol(cohort):
            found.append(cohort)
    return sorted(found, key=lambda cohort: (cohort.always_open, cohort.starts_on, cohort.pk))


def enrolments_of(
    cohort: Cohort,
    looked_at_by: Person,
    *,
    status: str = "",
    side: str = "",
    search: str = "",
    sort: str = "name",
) -> QuerySet[Enrolment]:
    """Return a cohort's enrolments as its coordinators see them; nothing for anyone else."""
    if not cohort.programme.team.filter(person=looked_at_by, role=TeamRole.COORDINATOR).exists():
        return Enrolment.objects.none()
    found = cohort.enrolments.select_related("person", "guardian", "cohort__programme")
    if status in EnrolmentStatus.values:
        found = found.filter(status=status)
    if side in Side.values:
        found = found.filter(side=side)
    for word in search.split()[:5]:
        found = found.filter(
            Q(person__first_name__icontains=word)
            | Q(person__last_name__icontains=word)
            | Q(person__email__icontains=word)
        )
    return found.order_by(*SORTS.get(sort, SORTS["name"]))


def enrolment_counts(cohort: Cohort, side: str = "") -> dict[str, int]:
    """Return how many enrolments are at each step, 0 included."""
    counted = (
        cohort.enrolments.filter(side=side) if side in Side.values else cohort.enrolments.all()
    )
    rows = counted.order_by().values("status").annotate(n=Count("pk"))
    found = {row["status"]: row["n"] for row in rows}
    return {status: found.get(status, 0) for status in EnrolmentStatus.values}


def own_enrolments(person: Person) -> QuerySet[Enrolment]:
    """Return a person's enrolments with programme and cohort, newest first."""
    return (
        Enrolment.objects.filter(person=person)
        .select_related("cohort__programme__organisation", "sheet")
        .order_by("-created_at", "-pk")
    )


def enrolment_for(person: Any, cohort: Cohort, side: str) -> Enrolment | None:
    """Return someone's enrolment on one side of a cohort, None when there is none."""
    return cohort.enrolments.filter(person_id=person.pk, side=side).first()


def enrolled_meanwhile(person: Person, cohort: Cohort) -> Enrolment | None:
    """Return the enrolment of a mentee in another cohort of the programme whose window overlaps this one."""
    gone = (EnrolmentStatus.WITHDRAWN, EnrolmentStatus.REFUSED)
    held = (
        Enrolment.objects.filter(
            person=person, side=Side.MENTEE, cohort__programme=cohort.programme_id
        )
        .exclude(cohort=cohort)
        .exclude(status__in=gone)
        .select_related("cohort")
    )
    return next((one for one in held if overlaps(cohort, one.cohort)), None)


def enrolments_held(person: Person, cohort: Cohort) -> QuerySet[Enrolment]:
    """Return what someone has in a cohort, withdrawn enrolments left out."""
    return cohort.enrolments.filter(person=person).exclude(status=EnrolmentStatus.WITHDRAWN)


def answer_promised_on(enrolment: Enrolment) -> date:
    """Return the day by which the team answers an enrolment that was sent."""
    return _sent_on(enrolment) + timedelta(days=settings_of(enrolment.cohort.programme).answer_days)


def mentor_promised_on(enrolment: Enrolment) -> date:
    """Return the day by which someone is proposed: the promised wait, not before the cohort starts.

    A newer promise of the team replaces it.
    """
    if enrolment.promised_on is not None:
        return enrolment.promised_on
    waited = _sent_on(enrolment) + timedelta(
        days=settings_of(enrolment.cohort.programme).waiting_promise_days
    )
    return max(waited, enrolment.cohort.starts_on)


def own_data(person: Person) -> dict[str, Any]:
    """Return what this room knows of a person, for their own export."""
    return {
        "enrolments": [
            {
                "programme": enrolment.cohort.programme.title,
                "cohort": enrolment.cohort.name,
                "side": enrolment.side,
                "status": enrolment.status,
                "sent_at": enrolment.submitted_at,
                "decided_at": enrolment.decided_at,
                "word_from_the_team": enrolment.decision_note,
                "answers": enrolment.sheet.answers if enrolment.sheet else {},
            }
            for enrolment in own_enrolments(person)
        ],
        "teams": [
            {"programme": member.programme.title, "role": member.role}
            for member in person.team_roles.select_related("programme")
        ],
    }


def own_files(person: Person) -> Iterator[StoredFile]:
    """Yield the files a person gave as answers, for their own export."""
    sheets = own_enrolments(person).filter(sheet__isnull=False).values("sheet")
    for one in AnswerFile.objects.filter(sheet__in=sheets).select_related("file"):
        yield one.file


def _sent_on(enrolment: Enrolment) -> date:
    return timezone.localtime(enrolment.submitted_at or clock.now()).date()


def _last_day(cohort: Cohort) -> date:
    return cohort.enrols_until or date.max


def _today() -> date:
    return clock.today(settings.TIME_ZONE)
