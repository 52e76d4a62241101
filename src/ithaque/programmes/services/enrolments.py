"""Enrol: start, send, validate or refuse, withdraw. One verb per arrow of `ENROLMENT_ARROWS`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings as instance
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.correspondence.kinds import Kind
from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.people.services import update_profile
from ithaque.programmes import journal as entries
from ithaque.programmes import mails, rules, selectors
from ithaque.programmes.enums import EnrolmentStatus, Side
from ithaque.programmes.models import Cohort, Enrolment, GuardianAuthorisation
from ithaque.programmes.services.guardians import ask_guardian
from ithaque.programmes.signals import enrolment_validated, enrolment_withdrawn
from ithaque.questionnaires import services as questionnaires
from ithaque.questionnaires.selectors import latest_version, schema_of

Status = EnrolmentStatus


@transaction.atomic
def start_enrolment(
    *, cohort: Cohort, person: Person, side: str, by: Person | None = None, invited: bool = False
) -> Enrolment:
    """Return the person's enrolment on one side, made with an empty sheet when there was none.

    Someone who had withdrawn finds their answers again. Refuses outside the window (an invitation lets
    in until the mentoring ends), and someone already on the other side of the same cohort.
    """
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    known = cohort.enrolments.select_for_update().filter(person=person, side=side).first()
    if known is not None and known.status != Status.WITHDRAWN:
        return known
    _check_may_start(cohort, person, side, invited)
    if known is not None:
        return _restart(known, invited, by or person)
    enrolment = _new_enrolment(cohort, person, side, invited=invited)
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
    enrolment = _locked(enrolment)
    if enrolment.status == Status.SUBMITTED:
        return enrolment
    _check_arrow(enrolment, Status.SUBMITTED)
    if not rules.can_enrol(enrolment.cohort, invited=enrolment.invited):
        raise Refusal("window_over", window_sentence(enrolment.cohort))
    sheet = enrolment.sheet
    assert sheet is not None
    if errors := questionnaires.missing_answers(sheet=sheet):
        raise questionnaires.IncompleteAnswers(errors)
    _take_answers_over(enrolment, by)
    questionnaires.complete_sheet(sheet=sheet, by=by)
    _move(enrolment, Status.SUBMITTED, submitted_at=clock.now(), decision_note="")
    journal.record(
        entries.ENROLMENT_SUBMITTED, by=by, target=enrolment, scope=enrolment.cohort.programme
    )
    if enrolment.person.is_minor:
        ask_guardian(enrolment)
    _tell(mails.RECEIVED, enrolment, promised_on=selectors.answer_promised_on(enrolment))
    _tell_coordinators(enrolment)
    return enrolment


@transaction.atomic
def validate_enrolment(*, enrolment: Enrolment, by: Person) -> Enrolment:
    """Make someone available for pairing; validating twice changes nothing.

    Refuses a minor whose guardian has not authorised. Writes to the person, sends `enrolment_validated`.
    """
    enrolment = _locked(enrolment)
    if enrolment.status == Status.AVAILABLE:
        return enrolment
    _check_arrow(enrolment, Status.AVAILABLE)
    if enrolment.person.is_minor and not _is_authorised(enrolment):
        raise Refusal(
            "guardian_missing",
            _(
                "The parent or guardian has not authorised yet: the enrolment waits for their answer."
            ),
        )
    _decide(enrolment, Status.AVAILABLE, by)
    journal.record(
        entries.ENROLMENT_VALIDATED, by=by, target=enrolment, scope=enrolment.cohort.programme
    )
    _tell(mails.VALIDATED, enrolment, promised_on=selectors.mentor_promised_on(enrolment))
    enrolment_validated.send(sender=Enrolment, enrolment=enrolment, by=by)
    return enrolment


@transaction.atomic
def refuse_enrolment(*, enrolment: Enrolment, reason: str, by: Person) -> Enrolment:
    """Decline an enrolment with a word the person reads; declining twice changes nothing."""
    enrolment = _locked(enrolment)
    if enrolment.status == Status.REFUSED:
        return enrolment
    _check_arrow(enrolment, Status.REFUSED)
    _check_word(reason)
    _decide(enrolment, Status.REFUSED, by, note=reason)
    journal.record(
        entries.ENROLMENT_REFUSED, by=by, target=enrolment, scope=enrolment.cohort.programme
    )
    _tell(mails.REFUSED, enrolment)
    return enrolment


@transaction.atomic
def ask_to_complete(*, enrolment: Enrolment, sentence: str, by: Person) -> Enrolment:
    """Give the form back to the person with a sentence that says what is missing."""
    enrolment = _locked(enrolment)
    _check_arrow(enrolment, Status.DRAFT)
    _check_word(sentence)
    _reopen(enrolment, by)
    enrolment.decision_note = sentence.strip()
    enrolment.save(update_fields=["decision_note"])
    _tell(mails.TO_COMPLETE, enrolment, by=by)
    return enrolment


@transaction.atomic
def reopen_enrolment(*, enrolment: Enrolment, by: Person) -> Enrolment:
    """Let the person change answers already sent, while nobody has decided; they send again after."""
    enrolment = _locked(enrolment)
    if enrolment.status == Status.DRAFT:
        return enrolment
    _check_arrow(enrolment, Status.DRAFT)
    _reopen(enrolment, by)
    return enrolment


@transaction.atomic
def withdraw_enrolment(*, enrolment: Enrolment, by: Person) -> Enrolment:
    """Take the person out of the cohort; withdrawing twice changes nothing.

    Sends `enrolment_withdrawn`, whose receivers may refuse. Answers are kept, to come back later.
    """
    enrolment = _locked(enrolment)
    if enrolment.status == Status.WITHDRAWN:
        return enrolment
    _check_arrow(enrolment, Status.WITHDRAWN)
    was_draft = enrolment.status == Status.DRAFT
    _decide(enrolment, Status.WITHDRAWN, by)
    journal.record(
        entries.ENROLMENT_WITHDRAWN, by=by, target=enrolment, scope=enrolment.cohort.programme
    )
    enrolment_withdrawn.send(sender=Enrolment, enrolment=enrolment, by=by)
    if not was_draft:
        _tell(mails.WITHDRAWN, enrolment)
    return enrolment


@transaction.atomic
def note_vetting(
    *, enrolment: Enrolment, by: Person, trained_on: date | None, check_valid_until: date | None
) -> Enrolment:
    """Note the day of the training and until when a check seen holds; never what the check said."""
    enrolment = _locked(enrolment)
    enrolment.trained_on, enrolment.check_valid_until = trained_on, check_valid_until
    enrolment.save(update_fields=["trained_on", "check_valid_until"])
    journal.record(entries.VETTING_NOTED, by=by, target=enrolment, scope=enrolment.cohort.programme)
    return enrolment


def forget_person(person: Person) -> None:
    """Take an erased person out of every cohort and team; rows a pair needs stay, without a word of theirs."""
    GuardianAuthorisation.objects.filter(enrolment__person=person).delete()
    open_ones = Enrolment.objects.filter(person=person).exclude(status=Status.REFUSED)
    open_ones.update(status=Status.WITHDRAWN)
    Enrolment.objects.filter(person=person).update(decision_note="", source_key=None)
    person.team_roles.all().delete()


def window_sentence(cohort: Cohort) -> str:
    """Return why one cannot enrol now, and when it opens again."""
    from ithaque.ui.dates import day

    if rules.window(cohort) == rules.Window.LATE:
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
    _move(enrolment, Status.DRAFT, decided_at=None, decided_by=None, invited=enrolment.invited)
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
    return GuardianAuthorisation.objects.filter(
        enrolment=enrolment, authorised_at__isnull=False
    ).exists()


def _locked(enrolment: Enrolment) -> Enrolment:
    """Return the row as it is now, held until the end of the transaction: two people acting are in turn."""
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    return Enrolment.objects.select_related("person", "cohort__programme", "sheet__version").get(
        pk=enrolment.pk
    )


def _check_arrow(enrolment: Enrolment, to: str) -> None:
    if not rules.can_follow(enrolment, to):
        raise Refusal(
            "enrolment_moved_on",
            _("This enrolment is now “%(status)s”: someone acted in between. Nothing was changed.")
            % {"status": enrolment.get_status_display()},
        )


def _check_word(word: str) -> None:
    if not word.strip():
        raise Refusal("no_word", _("Write a sentence: the person will read it."), conflict=False)
    if len(word.strip()) > 500:
        raise Refusal("word_too_long", _("Keep to 500 characters."), conflict=False)


def _decide(enrolment: Enrolment, status: str, by: Person, note: str = "") -> None:
    _move(enrolment, status, decided_at=clock.now(), decided_by=by, decision_note=note.strip())


def _move(enrolment: Enrolment, status: str, **values: Any) -> None:
    for name, value in {"status": status, **values}.items():
        setattr(enrolment, name, value)
    enrolment.save(update_fields=["status", *values])


def _tell(kind: Kind, enrolment: Enrolment, **context: Any) -> None:
    path = reverse("participant:enrolment", args=[enrolment.public_id])
    values = {"enrolment": enrolment, "programme": enrolment.cohort.programme, **context}
    notify(
        kind,
        to=enrolment.person,
        context=values,
        action=MailAction(gettext_lazy("See my enrolment"), path),
    )


def _tell_coordinators(enrolment: Enrolment) -> None:
    """Write to each coordinator, at most once a day for a cohort: the list tells the rest."""
    cohort = enrolment.cohort
    path = reverse("coordination:enrolments", args=[cohort.public_id])
    for coordinator in selectors.coordinators_of(cohort.programme):
        notify(
            mails.TO_VALIDATE,
            to=coordinator,
            context={"programme": cohort.programme, "cohort": cohort},
            action=MailAction(gettext_lazy("See the enrolments"), path),
            dedupe_key=f"to-validate:{cohort.pk}:{coordinator.pk}:{clock.today(coordinator.time_zone)}",
        )
