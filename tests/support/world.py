"""A small world with one person of each kind, for tests of who may open what.

Cap Insertion, run by Nadia: Inès with Claire (a pair that has met), Moussa validated and waiting, Thierry
a mentor without mentee, a proposal announced to Lina and Thierry. Oscar coordinates another programme of
another organisation. Solène is the safeguarding lead, Bruno follows the
pair of Inès, Paul observes, Adèle runs the instance, Rita has an
account and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ithaque.demo.cast import BY_KEY
from ithaque.kernel import clock
from ithaque.matching.enums import ProposalStatus, RunStatus
from ithaque.matching.models import MatchRun, Proposal, Unmatched
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.models import Action, Agreement, Goal, Meeting, Message, Pair, SharedNote
from ithaque.people.enums import OrganisationRole
from ithaque.people.models import Organisation, OrganisationMember, Person
from ithaque.programmes.enums import EnrolmentStatus, ProgrammeStatus, Side, TeamRole
from ithaque.programmes.models import Cohort, Enrolment, Programme, TeamMember
from ithaque.programmes.settings import ProgrammeSettings
from ithaque.questionnaires.models import AnswerSheet, Form, FormVersion

SCHEMA = {
    "sections": [
        {
            "key": "needs",
            "title": {"fr": "Vos besoins", "en": "Your needs"},
            "questions": [
                {
                    "key": "subjects",
                    "type": "text",
                    "label": {"fr": "De quoi voulez-vous parler ?", "en": "What about?"},
                }
            ],
        }
    ]
}


@dataclass
class World:
    """Everything a test may point at; `persona(name)` gives the person of a matrix column."""

    people: dict[str, Person] = field(default_factory=dict)
    organisation: Organisation = field(init=False)
    programme: Programme = field(init=False)
    cohort: Cohort = field(init=False)
    other_programme: Programme = field(init=False)
    enrolments: dict[str, Enrolment] = field(default_factory=dict)
    pair: Pair = field(init=False)
    meeting: Meeting = field(init=False)
    planned: Meeting = field(init=False)
    goal: Goal = field(init=False)
    action: Action = field(init=False)
    run: MatchRun = field(init=False)
    proposal: Proposal = field(init=False)

    def __getattr__(self, name: str) -> Any:
        """Let tests write `world.ines`."""
        people = self.__dict__.get("people", {})
        if name in people:
            return people[name]
        raise AttributeError(name)

    def persona(self, name: str) -> Person | None:
        """Return the person of a persona; None for the anonymous visitor."""
        key = PERSONAS[name]
        return self.people[key] if key else None


PERSONAS: dict[str, str | None] = {
    "anonymous": None,
    "stranger": "rita",
    "mentee": "ines",
    "mentor": "claire",
    "other_mentor": "thierry",
    "coordinator": "nadia",
    "other_coordinator": "oscar",
    "follower": "bruno",
    "observer": "paul",
    "safeguarding": "solene",
    "administrator": "adele",
}


def build_world() -> World:
    """Write the world's rows; about forty inserts, a few milliseconds."""
    world = World()
    for key, character in BY_KEY.items():
        world.people[key] = Person.objects.create_user(
            character.email,
            first_name=character.first_name,
            last_name=character.last_name,
            locale=character.locale,
            is_superuser=character.role == "administrator",
        )
    world.people["lina"] = Person.objects.create_user(
        "lina@ithaque.example", first_name="Lina", last_name="Bouchard"
    )
    world.organisation = Organisation.objects.create(name="Cap Rennes", slug="cap-rennes")
    elsewhere = Organisation.objects.create(name="Harbour College", slug="harbour")
    for key, role in (
        ("solene", OrganisationRole.SAFEGUARDING_LEAD),
        ("paul", OrganisationRole.OBSERVER),
    ):
        OrganisationMember.objects.create(
            organisation=world.organisation, person=world.people[key], role=role
        )
    world.programme, world.cohort = programme(
        world.organisation, "cap-insertion", "Cap Insertion", world.nadia
    )
    world.other_programme, _cohort = programme(elsewhere, "harbour", "Harbour", world.oscar)
    for key, side in (
        ("ines", Side.MENTEE),
        ("moussa", Side.MENTEE),
        ("lina", Side.MENTEE),
        ("claire", Side.MENTOR),
        ("thierry", Side.MENTOR),
    ):
        world.enrolments[key] = enrol(world.cohort, world.people[key], side)
    _relationship(world)
    _proposal(world)
    follower = TeamMember.objects.create(
        programme=world.programme, person=world.people["bruno"], role=TeamRole.FOLLOWER
    )
    follower.follows.add(world.enrolments["ines"])
    return world


def programme(
    organisation: Organisation, slug: str, title: str, coordinator: Person
) -> tuple[Programme, Cohort]:
    """Write an open programme with one cohort under way and its coordinator."""
    forms = [Form.objects.create(key=f"{slug}-{side}") for side in Side.values]
    for form in forms:
        FormVersion.objects.create(form=form, number=1, schema=SCHEMA)
    made = Programme.objects.create(
        organisation=organisation,
        slug=slug,
        template="blank",
        status=ProgrammeStatus.OPEN,
        title_fr=title,
        title_en=title,
        settings=ProgrammeSettings().model_dump(mode="json"),
        mentee_form=forms[0],
        mentor_form=forms[1],
    )
    TeamMember.objects.create(programme=made, person=coordinator, role=TeamRole.COORDINATOR)
    today = clock.today()
    cohort = Cohort.objects.create(
        programme=made,
        name="2026",
        opens_on=today - timedelta(days=60),
        closes_on=today + timedelta(days=10),
        starts_on=today - timedelta(days=40),
        ends_on=today + timedelta(days=140),
    )
    return made, cohort


def enrol(
    cohort: Cohort, person: Person, side: str, status: str = EnrolmentStatus.AVAILABLE
) -> Enrolment:
    """Write an enrolment with its answers."""
    form = cohort.programme.mentor_form if side == Side.MENTOR else cohort.programme.mentee_form
    sheet = AnswerSheet.objects.create(
        version=form.versions.get(number=1),
        person=person,
        answers={"subjects": "CV"},
        submitted_at=clock.now(),
    )
    return Enrolment.objects.create(
        cohort=cohort,
        person=person,
        side=side,
        status=status,
        sheet=sheet,
        submitted_at=clock.now(),
        capacity=2,
    )


def _relationship(world: World) -> None:
    today = clock.today()
    world.pair = Pair.objects.create(
        cohort=world.cohort,
        mentor=world.enrolments["claire"],
        mentee=world.enrolments["ines"],
        started_on=today - timedelta(days=30),
        ends_on=today + timedelta(days=140),
    )
    Agreement.objects.create(pair=world.pair, text_fr="Nous nous engageons.", text_en="We commit.")
    SharedNote.objects.create(pair=world.pair, body="Penser à la lettre.")
    world.meeting = Meeting.objects.create(
        pair=world.pair,
        starts_at=_in_days(-14),
        status=MeetingStatus.HELD,
        proposed_by=world.claire,
    )
    world.planned = Meeting.objects.create(
        pair=world.pair, number=2, starts_at=_in_days(5), proposed_by=world.ines
    )
    world.goal = Goal.objects.create(
        pair=world.pair, title="Un stage", levels=["a", "b", "c", "d", "e"]
    )
    world.action = Action.objects.create(pair=world.pair, owner=world.ines, text="Envoyer le CV")
    Message.objects.create(pair=world.pair, author=world.claire, body="Bravo pour la lettre.")


def _proposal(world: World) -> None:
    world.run = MatchRun.objects.create(
        cohort=world.cohort,
        number=1,
        status=RunStatus.PUBLISHED,
        asked_by=world.nadia,
        published_at=clock.now(),
    )
    world.proposal = Proposal.objects.create(
        run=world.run,
        mentee=world.enrolments["lina"],
        mentor=world.enrolments["thierry"],
        status=ProposalStatus.ANNOUNCED,
        score=0.8,
        band=4,
        confidence=0.9,
        announced_at=clock.now(),
        expires_at=_in_days(14),
    )
    Unmatched.objects.create(
        run=world.run, mentee=world.enrolments["moussa"], cause={"code": "all_full", "data": {}}
    )


def _in_days(days: int) -> datetime:
    return clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)
