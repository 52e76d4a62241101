"""Home: what a mentee, a mentor, a newcomer and a coordinator find there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from lxml import html

from ithaque.kernel import clock
from ithaque.mentoring.enums import MeetingStatus, PairStatus
from ithaque.mentoring.models import (
    Action,
    Agreement,
    Balance,
    Certificate,
    Closure,
    Goal,
    Message,
    Pair,
    Signature,
)
from ithaque.people.models import Person
from ithaque.programmes.enums import EnrolmentStatus, Side
from ithaque.programmes.models import Programme
from tests.followup.factories import (
    at_noon,
    cohort,
    days_ago,
    enrolment,
    meeting,
    pair,
    person,
    programme,
)
from tests.support.client import StrictClient
from tests.support.world import World

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], StrictClient]
PLAN = [
    {"key": key, "title": {"fr": title, "en": title}}
    for key, title in (
        ("meet", "Faire connaissance"),
        ("strengths", "Mes forces"),
        ("jobs", "Trois métiers"),
    )
]


def words(response: Any) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def home(browser: StrictClient) -> str:
    answer = browser.get(reverse("participant:home"))
    assert answer.status_code == 200
    return words(answer)


@pytest.fixture
def voyage() -> Programme:
    return programme(settings={"plan": PLAN, "minors": False})


@pytest.fixture
def ours(voyage: Programme) -> Pair:
    made = pair(cohort(voyage), mentor=person("Claire"), mentee=person("Inès"), opened=40)
    Agreement.objects.create(pair=made, text_fr="Nous nous engageons.")
    return made


def sign(of: Pair, who: Person, version: int = 1) -> None:
    Signature.objects.create(
        agreement=of.agreement, version=version, person=who, name="X", digest="0" * 64
    )


def test_home_names_the_next_port_of_call_with_its_agenda(ours: Pair, as_: SignIn) -> None:
    agenda = [{"minutes": 5, "text": {"fr": "Météo du jour", "en": "Weather"}}]
    meeting(ours, -3, MeetingStatus.PLANNED, number=4, agenda=agenda)
    text = home(as_(ours.mentee.person))
    assert "Bonjour Inès, prochaine escale" in text
    assert "Rencontre n° 4 avec Claire" in text
    assert "Météo du jour" in text


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "escale aujourd’hui"), (-1, "prochaine escale demain"), (-9, "prochaine escale le ")],
)
def test_greeting_says_when(days: int, said: str, ours: Pair, as_: SignIn) -> None:
    starts = at_noon(days_ago(days)) if days else clock.now() + timedelta(minutes=1)
    made = meeting(ours, days, MeetingStatus.PLANNED)
    made.starts_at = starts
    made.save()
    assert said in home(as_(ours.mentee.person))


def test_home_without_a_date_leads_to_choosing_one(ours: Pair, as_: SignIn) -> None:
    text = home(as_(ours.mentor.person))
    assert "la prochaine escale reste à choisir" in text
    assert "Choisir la date de notre prochaine rencontre" in text


def test_voyage_reaches_a_port_with_each_meeting_held(ours: Pair, as_: SignIn) -> None:
    meeting(ours, 20)
    Goal.objects.create(pair=ours, title="Un stage en données de santé")
    page = as_(ours.mentee.person).get(reverse("participant:home"))
    ports = html.fromstring(page.content).xpath("//section[@id='course']//ol/li")
    assert [("done" in port.get("class", ""), port.get("aria-current")) for port in ports] == [
        (True, None), (False, "step"), (False, None),
    ]  # fmt: skip
    assert "Votre cap : Un stage en données de santé" in words(page)
    assert "Une escale franchie sur trois" in words(page)


def test_todo_gathers_signature_pulse_log_and_actions(ours: Pair, as_: SignIn) -> None:
    meeting(ours, 3)
    meeting(ours, 1, MeetingStatus.PLANNED)
    Action.objects.create(
        pair=ours, owner=ours.mentee.person, text="Envoyer la version 3", due_on=days_ago(-2)
    )
    Action.objects.create(pair=ours, owner=ours.mentor.person, text="Appeler Sonia")
    text = home(as_(ours.mentee.person))
    for wanted in (
        "Signer la convention",
        "Dire comment se passe le mentorat",
        "Dire si la rencontre a eu lieu",
        "Envoyer la version 3",
    ):
        assert wanted in text
    assert "Appeler Sonia" not in text


def test_agreement_signed_in_an_older_version_is_to_sign_again(ours: Pair, as_: SignIn) -> None:
    sign(ours, ours.mentee.person)
    assert "Signer la convention" not in home(as_(ours.mentee.person))
    Agreement.objects.filter(pair=ours).update(version=2)
    assert "Signer la convention" in home(as_(ours.mentee.person))


def test_letter_is_the_last_word_of_the_other(ours: Pair, as_: SignIn) -> None:
    Message.objects.create(pair=ours, author=ours.mentor.person, body="Bravo pour la lettre.")
    Message.objects.create(pair=ours, author=ours.mentee.person, body="Merci beaucoup.")
    text = home(as_(ours.mentee.person))
    assert "Claire vous écrit" in text
    assert "Bravo pour la lettre." in text
    assert "Merci beaucoup." not in text


def test_cheer_is_based_on_a_fact(ours: Pair, as_: SignIn) -> None:
    assert "avancez" not in home(as_(ours.mentee.person))
    for days in (30, 10):
        meeting(ours, days, minutes=50)
    text = home(as_(ours.mentee.person))
    assert "Quatre semaines que vous avancez." in text
    assert "2 rencontres, 1 h 40 ensemble" in text


def test_mentor_sees_each_of_their_mentees(ours: Pair, as_: SignIn) -> None:
    Pair.objects.create(
        cohort=ours.cohort, mentor=ours.mentor, mentee=enrolment(ours.cohort, who=person("Moussa")),
        started_on=days_ago(5), ends_on=ours.ends_on,
    )  # fmt: skip
    text = home(as_(ours.mentor.person))
    assert "Inès" in text
    assert "Moussa" in text


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (EnrolmentStatus.DRAFT, "Votre dossier est commencé"),
        (EnrolmentStatus.SUBMITTED, "L’équipe le lit et vous répond d’ici"),
        (EnrolmentStatus.AVAILABLE, "Nous vous proposerons un mentor ou une mentore d’ici"),
        (EnrolmentStatus.REFUSED, "Votre inscription n’a pas été retenue"),
    ],
)
def test_before_a_mentor_every_wait_has_its_date(
    status: str, said: str, voyage: Programme, as_: SignIn
) -> None:
    coming = cohort(voyage, starts_on=days_ago(-20))
    made = enrolment(
        coming,
        who=person("Moussa"),
        status=status,
        submitted_at=clock.now(),
        decided_at=clock.now(),
    )
    assert said in home(as_(made.person))


def test_promise_that_was_not_kept_is_said(voyage: Programme, as_: SignIn) -> None:
    made = enrolment(cohort(voyage), who=person("Moussa"))
    assert "n’avons pas encore trouvé la bonne personne" in home(as_(made.person))


def test_proposal_to_answer_comes_first(world: World, as_: SignIn) -> None:
    text = home(as_(world.lina))
    assert "quelqu’un pourrait voyager avec vous" in text
    assert "Répondre à la proposition" in text
    assert "Thierry" in text
    assert "Legrand" not in text  # a name is given once both said yes


def test_closing_asks_for_the_balance_until_it_is_written(ours: Pair, as_: SignIn) -> None:
    Pair.objects.filter(pk=ours.pk).update(status=PairStatus.CLOSING)
    closure = Closure.objects.create(pair=ours, path="planned")
    assert "Écrire mon bilan et mon merci" in home(as_(ours.mentee.person))
    Balance.objects.create(closure=closure, person=ours.mentee.person)
    assert "Écrire mon bilan et mon merci" not in home(as_(ours.mentee.person))


def test_after_the_end_the_certificate_is_there(ours: Pair, as_: SignIn) -> None:
    meeting(ours, 20)
    Pair.objects.filter(pk=ours.pk).update(status=PairStatus.CLOSED)
    Certificate.objects.create(
        pair=ours,
        person=ours.mentee.person,
        code="ABCD",
        hours=1,
        meetings=1,
        from_on=days_ago(20),
        to_on=days_ago(1),
    )
    text = home(as_(ours.mentee.person))
    assert "Télécharger mon attestation" in text
    assert "une belle traversée" in text


def test_stranger_sees_the_open_programmes(voyage: Programme, as_: SignIn) -> None:
    cohort(voyage)
    text = home(as_(person("Rita")))
    assert voyage.title in text
    assert "quelle traversée commence" in text


def test_coordinator_goes_to_their_day_unless_they_also_take_part(as_: SignIn) -> None:
    nadia = person("Nadia")
    led = programme(nadia)
    assert as_(nadia).get(reverse("participant:home")).url == reverse("coordination:day")
    pair(cohort(led), mentor=nadia)
    assert "Aller à ma journée de coordination" in home(as_(nadia))


def test_safeguarding_lead_goes_to_the_files(world: World, as_: SignIn) -> None:
    assert as_(world.solene).get(reverse("participant:home")).url == reverse(
        "coordination:concerns"
    )


def test_home_never_shows_the_pair_of_others(ours: Pair, as_: SignIn) -> None:
    Message.objects.create(pair=ours, author=ours.mentor.person, body="Secret.")
    other = pair(ours.cohort).mentee.person
    assert "Secret." not in home(as_(other))


@pytest.mark.parametrize("size", [1, 3])
def test_home_asks_the_same_questions_whatever_the_size(
    size: int, ours: Pair, as_: SignIn, django_assert_num_queries: Any
) -> None:
    mentor = ours.mentor
    for number in range(size):
        other = Pair.objects.create(
            cohort=ours.cohort, mentor=mentor, mentee=enrolment(ours.cohort, Side.MENTEE),
            started_on=days_ago(20), ends_on=ours.ends_on,
        )  # fmt: skip
        for days in range(size):
            meeting(other, 10 + days)
            Action.objects.create(pair=other, owner=mentor.person, text=f"Action {number}")
            Goal.objects.create(pair=other, title="Un but")
            Message.objects.create(pair=other, author=other.mentee.person, body="Bonjour")
    browser = as_(mentor.person)
    with django_assert_num_queries(14):
        assert browser.get(reverse("participant:home")).status_code == 200
