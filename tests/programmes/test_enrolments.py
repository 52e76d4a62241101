"""Enrolling: one verb per arrow, kind messages, nothing lost, nothing done twice."""

from datetime import timedelta

import pytest

from ithaque.kernel import clock, links
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import JournalEntry
from ithaque.programmes import selectors, services
from ithaque.programmes.enums import ENROLMENT_ARROWS, EnrolmentStatus, Side
from ithaque.programmes.models import Enrolment
from ithaque.programmes.signals import enrolment_validated, enrolment_withdrawn
from ithaque.questionnaires.services import IncompleteAnswers, save_answers
from tests.programmes import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return make.cohort_of(make.programme(nadia))


def test_start_enrolment_twice_gives_the_same_one(cohort):
    ines = make.person()
    first = services.start_enrolment(cohort=cohort, person=ines, side=Side.MENTEE)
    assert services.start_enrolment(cohort=cohort, person=ines, side=Side.MENTEE) == first
    assert JournalEntry.objects.filter(type="programmes.enrolment.started").count() == 1


@pytest.mark.parametrize(("opens", "closes", "words"), [(5, 9, "ouvrent le"), (-9, -1, "fermées")])
def test_start_enrolment_outside_the_window_says_when(nadia, opens, closes, words):
    programme = make.programme(nadia)
    cohort = make.cohort_of(programme)
    services.change_calendar(
        cohort=cohort, calendar=make.calendar(opens=opens, closes=closes), by=nadia
    )
    with make.refused("window_over") as refusal:
        services.start_enrolment(cohort=cohort, person=make.person(), side=Side.MENTEE)
    assert words in str(refusal.value)


def test_closed_window_says_when_the_next_opens(nadia):
    programme = make.programme(nadia)
    cohort = make.cohort_of(programme)
    services.change_calendar(cohort=cohort, calendar=make.calendar(opens=-9, closes=-1), by=nadia)
    services.add_cohort(
        programme=programme, calendar=make.calendar(opens=30, closes=60, name="suivante"), by=nadia
    )
    assert "rouvrent le" in services.window_sentence(cohort)


def test_invited_person_enrols_after_the_window_and_can_still_send(nadia):
    cohort = make.cohort_of(make.programme(nadia))
    services.change_calendar(cohort=cohort, calendar=make.calendar(opens=-9, closes=-1), by=nadia)
    token = (
        services.invitation_path(cohort=cohort, side=Side.MENTEE, by=nadia)
        .rstrip("/")
        .rpartition("/")[2]
    )
    assert services.is_invited(cohort, Side.MENTEE, token)
    assert not services.is_invited(cohort, Side.MENTOR, token)
    assert not services.is_invited(cohort, Side.MENTEE, token[:-2])
    ines = make.person()
    enrolment = services.start_enrolment(cohort=cohort, person=ines, side=Side.MENTEE, invited=True)
    save_answers(sheet=enrolment.sheet, answers=make.ANSWERS[Side.MENTEE], by=ines)
    assert (
        services.submit_enrolment(enrolment=enrolment, by=ines).status == EnrolmentStatus.SUBMITTED
    )


def test_start_on_an_unknown_side_is_refused(cohort):
    with make.refused("unknown_side"):
        services.start_enrolment(cohort=cohort, person=make.person(), side="guru")


def test_both_sides_of_one_cohort_are_refused(cohort):
    ines = make.person()
    services.start_enrolment(cohort=cohort, person=ines, side=Side.MENTEE)
    with make.refused("other_side"):
        services.start_enrolment(cohort=cohort, person=ines, side=Side.MENTOR)


def test_submit_incomplete_names_each_question_and_keeps_the_draft(cohort):
    enrolment = make.draft(cohort, needs=None, situation=None)
    with pytest.raises(IncompleteAnswers) as refusal:
        services.submit_enrolment(enrolment=enrolment, by=enrolment.person)
    assert set(refusal.value.errors) == {"needs", "situation"}
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.DRAFT
    assert enrolment.sheet.answers["exp_months"] == 6


def test_submit_tells_the_person_and_the_team_once_a_day(cohort, nadia):
    first = make.submitted(cohort)
    services.submit_enrolment(enrolment=first, by=first.person)
    make.submitted(cohort)
    assert len(mails(to=first.person.email, kind="programmes.enrolment_received")) == 1
    assert len(mails(to=nadia.email, kind="programmes.enrolments_to_validate")) == 1
    with clock.at(clock.now() + timedelta(days=1)):
        make.submitted(cohort)
    assert len(mails(to=nadia.email, kind="programmes.enrolments_to_validate")) == 2


def test_received_mail_holds_the_dated_promise(cohort):
    enrolment = make.submitted(cohort)
    (mail,) = mails(to=enrolment.person.email)
    promised = selectors.answer_promised_on(enrolment)
    assert str(promised.day) in mail.text and str(promised.year) in mail.text
    assert f"/me/enrolments/{enrolment.public_id}/" in mail.text and mail.html


def test_submit_takes_capacity_and_birth_date_from_the_answers(cohort):
    enrolment = make.submitted(cohort, side=Side.MENTOR, capacity=5)
    assert enrolment.capacity == 2, "not above what the programme allows"
    enrolment.person.refresh_from_db()
    assert str(enrolment.person.born_on) == "1998-05-04"


def test_submit_after_the_window_is_refused_and_keeps_answers(cohort, nadia):
    enrolment = make.draft(cohort)
    services.change_calendar(cohort=cohort, calendar=make.calendar(opens=-9, closes=-1), by=nadia)
    with make.refused("window_over"):
        services.submit_enrolment(enrolment=enrolment, by=enrolment.person)
    enrolment.sheet.refresh_from_db()
    assert enrolment.sheet.answers["needs"]


def test_validate_twice_by_two_coordinators_tells_once(cohort, nadia):
    enrolment = make.submitted(cohort)
    seen = []
    receiver = lambda **kwargs: seen.append(kwargs["enrolment"])  # noqa: E731
    enrolment_validated.connect(receiver)
    try:
        services.validate_enrolment(enrolment=enrolment, by=nadia)
        services.validate_enrolment(enrolment=enrolment, by=make.person("Oscar"))
    finally:
        enrolment_validated.disconnect(receiver)
    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.decided_by) == (EnrolmentStatus.AVAILABLE, nadia)
    assert len(seen) == 1
    assert len(mails(kind="programmes.enrolment_validated")) == 1


def test_refuse_after_a_colleague_validated_is_refused_and_says_so(cohort, nadia):
    enrolment = make.submitted(cohort)
    stale = Enrolment.objects.get(pk=enrolment.pk)
    services.validate_enrolment(enrolment=enrolment, by=nadia)
    with make.refused("enrolment_moved_on") as refusal:
        services.refuse_enrolment(enrolment=stale, reason="Non", by=nadia)
    assert "Validée" in str(refusal.value)


def test_refuse_sends_the_words_and_can_be_repeated(cohort, nadia):
    enrolment = make.submitted(cohort)
    for _time in range(2):
        services.refuse_enrolment(
            enrolment=enrolment, reason="Trop loin de Rennes cette année.", by=nadia
        )
    (mail,) = mails(kind="programmes.enrolment_refused")
    assert "Trop loin de Rennes" in " ".join(mail.text.split())


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1501])
def test_refuse_without_readable_words_changes_nothing(cohort, nadia, reason):
    enrolment = make.submitted(cohort)
    with pytest.raises(Refusal):
        services.refuse_enrolment(enrolment=enrolment, reason=reason, by=nadia)
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.SUBMITTED


def test_ask_to_complete_gives_the_form_back_with_the_question(cohort, nadia):
    enrolment = services.ask_to_complete(
        enrolment=make.submitted(cohort), sentence="Quel métier visez-vous ?", by=nadia
    )
    assert enrolment.status == EnrolmentStatus.DRAFT and enrolment.sheet.submitted_at is None
    (mail,) = mails(kind="programmes.enrolment_to_complete")
    assert "Quel métier visez-vous" in " ".join(mail.text.split())
    again = services.submit_enrolment(enrolment=enrolment, by=enrolment.person)
    assert (again.status, again.decision_note) == (EnrolmentStatus.SUBMITTED, "")


def test_withdraw_then_come_back_finds_the_answers_again(cohort):
    enrolment = make.submitted(cohort)
    for _time in range(2):
        services.withdraw_enrolment(enrolment=enrolment, by=enrolment.person)
    assert len(mails(kind="programmes.enrolment_withdrawn")) == 1
    back = services.start_enrolment(cohort=cohort, person=enrolment.person, side=Side.MENTEE)
    assert (
        back == enrolment and back.status == EnrolmentStatus.DRAFT and back.sheet.answers["needs"]
    )


def test_withdraw_can_be_held_back_by_a_room_above(cohort):
    enrolment = make.submitted(cohort)

    def hold(**kwargs):
        raise Refusal("pair_open", "Terminez d’abord votre binôme.")

    enrolment_withdrawn.connect(hold)
    try:
        with make.refused("pair_open"):
            services.withdraw_enrolment(enrolment=enrolment, by=enrolment.person)
    finally:
        enrolment_withdrawn.disconnect(hold)
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.SUBMITTED


@pytest.mark.parametrize("status", EnrolmentStatus.values)
@pytest.mark.parametrize(
    ("verb", "to"),
    [
        ("validate_enrolment", "available"),
        ("refuse_enrolment", "refused"),
        ("reopen_enrolment", "draft"),
        ("withdraw_enrolment", "withdrawn"),
    ],
)
def test_each_verb_follows_the_table_of_arrows(cohort, nadia, status, verb, to):
    enrolment = make.submitted(cohort)
    Enrolment.objects.filter(pk=enrolment.pk).update(status=status)
    more = {"reason": "Non"} if verb == "refuse_enrolment" else {}
    try:
        getattr(services, verb)(enrolment=enrolment, by=nadia, **more)
    except Refusal:
        assert to not in ENROLMENT_ARROWS[status] and to != status
    else:
        enrolment.refresh_from_db()
        assert enrolment.status == to


# -- minors ---------------------------------------------------------------------------------


def born(years: int) -> str:
    today = clock.today()
    return today.replace(year=today.year - years, day=min(today.day, 28)).isoformat()


def test_minor_is_refused_kindly_where_the_programme_takes_none(nadia):
    programme = make.programme(nadia)
    services.change_settings(programme=programme, changes={"minors": False}, by=nadia)
    enrolment = make.draft(make.cohort_of(programme), born_on=born(16))
    with make.refused("minor"):
        services.submit_enrolment(enrolment=enrolment, by=enrolment.person)


def test_minor_mentor_is_refused(cohort):
    enrolment = make.draft(cohort, side=Side.MENTOR, born_on=born(17))
    with make.refused("mentor_minor"):
        services.submit_enrolment(enrolment=enrolment, by=enrolment.person)


def test_minor_needs_a_guardian_who_authorises_before_validation(cohort, nadia):
    enrolment = make.draft(cohort, born_on=born(16))
    with make.refused("guardian_needed"):
        services.submit_enrolment(enrolment=enrolment, by=enrolment.person)
    guardian = services.name_guardian(
        enrolment=enrolment, name="Fatou Diarra", email="fatou@ithaque.example", by=enrolment.person
    )
    services.submit_enrolment(enrolment=enrolment, by=enrolment.person)
    (mail,) = mails(to="fatou@ithaque.example", kind="programmes.guardian_asked")
    assert "/g/" in mail.text
    with make.refused("guardian_missing"):
        services.validate_enrolment(enrolment=enrolment, by=nadia)
    token = links.sign(
        "programmes.guardian", target=guardian.public_id, person=enrolment.person.public_id
    )
    found = services.guardian_at(token)
    services.authorise_as_guardian(guardian=found)
    services.authorise_as_guardian(guardian=found)
    assert JournalEntry.objects.filter(type="programmes.guardian.authorised").count() == 1
    assert (
        services.validate_enrolment(enrolment=enrolment, by=nadia).status
        == EnrolmentStatus.AVAILABLE
    )


def test_guardian_cannot_be_the_minor_themselves(cohort):
    enrolment = make.draft(cohort, born_on=born(16))
    with make.refused("guardian_is_self"):
        services.name_guardian(
            enrolment=enrolment,
            name="Moi",
            email=enrolment.person.email.upper(),
            by=enrolment.person,
        )


def test_another_guardian_named_asks_again(cohort):
    enrolment = make.draft(cohort, born_on=born(16))
    guardian = services.name_guardian(
        enrolment=enrolment, name="A", email="a@ithaque.example", by=enrolment.person
    )
    services.authorise_as_guardian(guardian=guardian)
    again = services.name_guardian(
        enrolment=enrolment, name="B", email="b@ithaque.example", by=enrolment.person
    )
    assert again.authorised_at is None


# -- forgetting -----------------------------------------------------------------------------


def test_answers_are_erased_when_their_time_is_over_and_not_before(cohort, nadia):
    declined = services.refuse_enrolment(enrolment=make.submitted(cohort), reason="Non", by=nadia)
    kept = services.validate_enrolment(enrolment=make.submitted(cohort), by=nadia)
    assert services.forget_old_answers() == 0
    with clock.at(clock.now() + timedelta(days=190)):
        assert services.forget_old_answers() == 1
        assert services.forget_old_answers() == 0
    declined.sheet.refresh_from_db()
    kept.sheet.refresh_from_db()
    assert declined.sheet.answers == {} and kept.sheet.answers
    with clock.at(clock.now() + timedelta(days=220 + 740)):
        assert services.forget_old_answers() == 1


def test_enrolments_of_gives_nothing_to_someone_outside_the_team(cohort, nadia):
    make.submitted(cohort)
    assert selectors.enrolments_of(cohort, nadia).count() == 1
    assert selectors.enrolments_of(cohort, make.person("Rita")).count() == 0


def test_enrolments_of_searches_sorts_and_filters(cohort, nadia):
    zoe, abel = make.person("Zoé"), make.person("Abel")
    make.submitted(cohort, zoe)
    make.submitted(cohort, abel, side=Side.MENTOR)
    names = [one.person.first_name for one in selectors.enrolments_of(cohort, nadia, sort="-sent")]
    assert names == ["Abel", "Zoé"]
    assert [one.person for one in selectors.enrolments_of(cohort, nadia, search="zoé essai")] == [
        zoe
    ]
    assert [one.person for one in selectors.enrolments_of(cohort, nadia, side="mentor")] == [abel]
    assert (
        selectors.enrolments_of(
            cohort, nadia, status="forged", side="forged", sort="forged"
        ).count()
        == 2
    )
