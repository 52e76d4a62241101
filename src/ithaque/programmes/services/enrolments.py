"""Enrol: start, send, validate or refuse, withdraw. One verb per arrow of `ENROLMENT_ARROWS`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings as instance
from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.people.services import update_profile
from ithaque.programmes import gates, mails, rules, selectors
from ithaque.programmes import journal as entries
from ithaque.programmes.enums import EnrolmentStatus, RefusalReason, Side, Stage
from ithaque.programmes.models import (
    Cohort,
    Enrolment,
    Fallback,
    GuardianAuthorisation,
    Interview,
    Reference,
    Referral,
    VettingRecord,
)
from ithaque.programmes.services import interviews, vetting
from ithaque.programmes.services.common import (
    check_arrow,
    check_place,
    check_word,
    decide,
    hold_places,
    locked,
    move,
)
from ithaque.programmes.services.guardians import ask_guardian
from ithaque.programmes.services.lists import count_referral
from ithaque.programmes.services.telling import tell, tell_coordinators
from ithaque.programmes.signals import enrolment_validated, enrolment_withdrawn
from ithaque.questionnaires import services as questionnaires
from ithaque.questionnaires.selectors import latest_version, schema_of

Status = EnrolmentStatus
LETTER_LIMIT = 1500


@transaction.atomic
def start_enrolment(
    *,
    cohort: Cohort,
    person: Person,
    side: str,
    by: Person | None = None,
    invited: bool = False,
    referral: str = "",
) -> Enrolment:
    """Return the person's enrolment on one side, made with an empty sheet when there was none.

    Someone who had withdrawn finds their answers again. Refuses outside the window (an invitation lets
    in until the mentoring ends), and someone already on the other side of the same cohort. `referral` is the
    code of the mentor who told them, whose count goes up.
    """
    Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    known = (
        cohort.enrolments.select_for_update(no_key=True).filter(person=person, side=side).first()
    )
    if known is not None and known.status != Status.WITHDRAWN:
        return known
    _check_may_start(cohort, person, side, invited)
    if known is not None:
        return _restart(known, invited, by or person)
    enrolment = _new_enrolment(cohort, person, side, invited=invited)
    if referral:
        count_referral(referral, cohort.programme)
    journal.record(
        entries.ENROLMENT_STARTED, by=by or person, target=enrolment, scope=cohort.programme
    )
    return enrolment


@transaction.atomic
def submit_enrolment(*, enrolment: Enrolment, by: Person) -> Enrolment:
    """Send a complete form to the team; sending twice changes nothing.

    Raises IncompleteAnswers with a sentence by question. Refuses after the window (answers are kept), a
    minor where the programme takes none, a minor mentor, a minor whose guardian is not named. Writes to the
    person, to the guardian of a minor, and to the coordinators at most once a day.
    """
    enrolment = locked(enrolment)
    if enrolment.status == Status.SUBMITTED:
        return enrolment
    check_arrow(enrolment, Status.SUBMITTED)
    if not rules.can_enrol(enrolment.cohort, invited=enrolment.invited):
        raise Refusal("window_over", window_sentence(enrolment.cohort))
    sheet = enrolment.sheet
    assert sheet is not None
    if errors := questionnaires.missing_answers(sheet=sheet):
        raise questionnaires.IncompleteAnswers(errors)
    _take_answers_over(enrolment, by)
    questionnaires.complete_sheet(sheet=sheet, by=by)
    stage = gates.stage_after(_gates(enrolment))
    move(enrolment, Status.SUBMITTED, submitted_at=clock.now(), decision_note="", stage=stage)
    journal.record(
        entries.ENROLMENT_SUBMITTED, by=by, target=enrolment, scope=enrolment.cohort.programme
    )
    if enrolment.person.is_minor:
        ask_guardian(enrolment)
    tell(mails.RECEIVED, enrolment, promised_on=selectors.answer_promised_on(enrolment))
    tell_coordinators(enrolment)
    return enrolment


@transaction.atomic
def validate_enrolment(*, enrolment: Enrolment, by: Person) -> Enrolment:
    """Make someone available for pairing; validating twice changes nothing.

    Refuses a minor whose guardian has not authorised, a step of the vetting not passed, and a cohort whose
    places are taken. Writes to the person, sends `enrolment_validated`.
    """
    cohort = hold_places(enrolment.cohort)
    enrolment = locked(enrolment)
    if enrolment.status == Status.AVAILABLE:
        return enrolment
    check_arrow(enrolment, Status.AVAILABLE)
    if enrolment.person.is_minor and not _is_authorised(enrolment):
        raise Refusal(
            "guardian_missing",
            _(
                "The parent or guardian has not authorised yet: the enrolment waits for their answer."
            ),
        )
    vetting.check_gates(enrolment)
    check_place(cohort, enrolment.side)
    vetting.note_read(enrolment, by)
    vetting.refresh(enrolment)
    decide(enrolment, Status.AVAILABLE, by)
    journal.record(
        entries.ENROLMENT_VALIDATED, by=by, target=enrolment, scope=enrolment.cohort.programme
    )
    tell(mails.VALIDATED, enrolment, promised_on=selectors.mentor_promised_on(enrolment))
    enrolment_validated.send(sender=Enrolment, enrolment=enrolment, by=by)
    return enrolment


@transaction.atomic
def refuse_enrolment(
    *, enrolment: Enrolment, reason: str, by: Person, cause: str = RefusalReason.OTHER
) -> Enrolment:
    """Decline an enrolment with words the person reads, and a cause for the figures; twice changes nothing.

    An interview ahead is cancelled.
    """
    enrolment = locked(enrolment)
    if enrolment.status == Status.REFUSED:
        return enrolment
    check_arrow(enrolment, Status.REFUSED)
    check_word(reason, LETTER_LIMIT)
    decide(enrolment, Status.REFUSED, by, note=reason, refusal_reason=cause)
    interviews.cancel_ahead(enrolment, by=by)
    journal.record(
        entries.ENROLMENT_REFUSED,
        by=by,
        target=enrolment,
        scope=enrolment.cohort.programme,
        data={"cause": cause},
    )
    tell(mails.REFUSED, enrolment)
    return enrolment


@transaction.atomic
def ask_to_complete(*, enrolment: Enrolment, sentence: str, by: Person) -> Enrolment:
    """Give the form back to the person with a sentence that says what is missing."""
    enrolment = locked(enrolment)
    check_arrow(enrolment, Status.DRAFT)
    check_word(sentence)
    _reopen(enrolment, by)
    enrolment.decision_note = sentence.strip()
    enrolment.save(update_fields=["decision_note"])
    tell(mails.TO_COMPLETE, enrolment, by=by)
    return enrolment


@transaction.atomic
def reopen_enrolment(*, enrolment: Enrolment, by: Person) -> Enrolment:
    """Let the person change answers already sent, while nobody has decided; they send again after."""
    enrolment = locked(enrolment)
    if enrolment.status == Status.DRAFT:
        return enrolment
    check_arrow(enrolment, Status.DRAFT)
    _reopen(enrolment, by)
    return enrolment


@transaction.atomic
def withdraw_enrolment(*, enrolment: Enrolment, by: Person) -> Enrolment:
    """Take the person out of the cohort; withdrawing twice changes nothing.

    Sends `enrolment_withdrawn`, whose receivers may refuse. Answers are kept, to come back later.
    """
    enrolment = locked(enrolment)
    if enrolment.status == Status.WITHDRAWN:
        return enrolment
    check_arrow(enrolment, Status.WITHDRAWN)
    was_draft = enrolment.status == Status.DRAFT
    decide(enrolment, Status.WITHDRAWN, by)
    interviews.cancel_ahead(enrolment, by=by)
    journal.record(
        entries.ENROLMENT_WITHDRAWN, by=by, target=enrolment, scope=enrolment.cohort.programme
    )
    enrolment_withdrawn.send(sender=Enrolment, enrolment=enrolment, by=by)
    if not was_draft:
        tell(mails.WITHDRAWN, enrolment)
    return enrolment


def forget_person(person: Person) -> None:
    """Take an erased person out of every cohort and team; rows a pair needs stay, without a word of theirs."""
    GuardianAuthorisation.objects.filter(enrolment__person=person).delete()
    for kept in (Reference, VettingRecord, Interview, Fallback, Referral):
        kept._default_manager.filter(enrolment__person=person).delete()
    person.saved_views.all().delete()
    open_ones = Enrolment.objects.filter(person=person).exclude(status=Status.REFUSED)
    open_ones.update(status=Status.WITHDRAWN)
    Enrolment.objects.filter(person=person).update(decision_note="", source_key=None)
    person.team_roles.all().delete()


def window_sentence(cohort: Cohort) -> str:
    """Return why one cannot enrol now, and when it opens again."""
    from ithaque.ui.dates import day

    if rules.window(cohort) == rules.Window.LATE and cohort.late_until:
        return _("The window is closed; late arrivals enrol until %(day)s.") % {
            "day": day(cohort.late_until, weekday=False)
        }
    if rules.window(cohort) == rules.Window.SOON:
        return _("Enrolment opens on %(day)s.") % {"day": day(cohort.opens_on, weekday=False)}
    coming = (
        cohort.programme.cohorts.filter(opens_on__gt=clock.today(instance.TIME_ZONE))
        .order_by("opens_on")
        .first()
    )
    if coming is not None:
        return _("Enrolment is closed; it opens again on %(day)s.") % {
            "day": day(coming.opens_on, weekday=False)
        }
    return _("Enrolment is closed, and no new date is set yet.")


def _check_may_start(cohort: Cohort, person: Person, side: str, invited: bool) -> None:
    if side not in Side.values:
        raise Refusal(
            "unknown_side", _("Choose to enrol as a mentor or as a mentee."), conflict=False
        )
    if not rules.can_enrol(cohort, invited=invited):
        raise Refusal("window_over", window_sentence(cohort))
    if side == Side.MENTEE and (elsewhere := selectors.enrolled_meanwhile(person, cohort)):
        raise Refusal(
            "enrolled_meanwhile",
            _("You are already enrolled in “%(cohort)s”, at the same time: withdraw there first.")
            % {"cohort": elsewhere.cohort.name},
        )
    other = cohort.enrolments.filter(person=person).exclude(side=side)
    if other.exclude(status__in=[Status.WITHDRAWN, Status.REFUSED]).exists():
        raise Refusal(
            "other_side",
            _(
                "You are already enrolled on the other side of this programme: withdraw there first."
            ),
        )


def _new_enrolment(
    cohort: Cohort,
    person: Person,
    side: str,
    *,
    invited: bool = False,
    source_key: str | None = None,
) -> Enrolment:
    programme = cohort.programme
    form = programme.mentor_form if side == Side.MENTOR else programme.mentee_form
    sheet = questionnaires.start_sheet(version=latest_version(form), person=person)
    return Enrolment.objects.create(
        cohort=cohort, person=person, side=side, sheet=sheet, invited=invited
    )


def _restart(enrolment: Enrolment, invited: bool, by: Person) -> Enrolment:
    enrolment.invited = invited or enrolment.invited
    _reopen(enrolment, by)
    return enrolment


def _reopen(enrolment: Enrolment, by: Person) -> None:
    move(enrolment, Status.DRAFT, decided_at=None, decided_by=None, invited=enrolment.invited)
    if enrolment.sheet is not None:
        questionnaires.reopen_sheet(sheet=enrolment.sheet, by=by)
    journal.record(
        entries.ENROLMENT_REOPENED, by=by, target=enrolment, scope=enrolment.cohort.programme
    )


def _take_answers_over(enrolment: Enrolment, by: Person) -> None:
    """Read from the answers what the enrolment itself needs: birth date and its rules, capacity."""
    enrolment.capacity = _capacity(enrolment)
    enrolment.save(update_fields=["capacity"])
    born_on = _answer(enrolment, "born_on")
    if born_on:
        update_profile(person=enrolment.person, by=by, born_on=date.fromisoformat(born_on))
    if not enrolment.person.is_minor:
        return
    if enrolment.side == Side.MENTOR:
        raise Refusal(
            "mentor_minor", _("A mentor must be 18 or over. Your answers are kept for later.")
        )
    if not selectors.settings_of(enrolment.cohort.programme).minors:
        raise Refusal(
            "minor",
            _(
                "This programme welcomes people from the age of 18. Your answers are kept for your birthday."
            ),
        )
    if not GuardianAuthorisation.objects.filter(enrolment=enrolment).exists():
        raise Refusal(
            "guardian_needed",
            _(
                "You are under 18: name a parent or guardian, who will receive a message to authorise you."
            ),
            conflict=False,
        )


def _capacity(enrolment: Enrolment) -> int:
    most = selectors.settings_of(enrolment.cohort.programme).mentor_capacity
    asked = _answer(enrolment, "capacity") if enrolment.side == Side.MENTOR else None
    return min(int(asked), most) if asked else 1


def _answer(enrolment: Enrolment, field: str) -> Any:
    assert enrolment.sheet is not None
    question = schema_of(enrolment.sheet.version).asking(field)
    return enrolment.sheet.answers.get(question.key) if question else None


def _is_authorised(enrolment: Enrolment) -> bool:
    guardian = GuardianAuthorisation.objects.filter(enrolment=enrolment).first()
    return guardian is not None and guardian.holds


def _gates(enrolment: Enrolment) -> list[gates.Gate]:
    """Return the gates of a form sent again: it is read again, what was passed before stays passed."""
    earlier = enrolment.vetting.exclude(step=Stage.APPLICATION)
    settings = selectors.settings_of(enrolment.cohort.programme)
    return gates.gates_of(enrolment, settings, clock.today(instance.TIME_ZONE), list(earlier))
