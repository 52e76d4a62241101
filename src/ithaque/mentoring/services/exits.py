"""After the end: what each side says of the programme, the talk of the coordination, and the archive."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal, links
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import journal as acts
from ithaque.mentoring import mails, paths, rules
from ithaque.mentoring.enums import ClosureReason, Reached
from ithaque.mentoring.models import (
    Action,
    Balance,
    Closure,
    ExitInterview,
    ExitSurvey,
    Goal,
    GoalStep,
    Message,
    NoteRevision,
    Pair,
    PrivateNote,
    SharedNote,
)
from ithaque.mentoring.services.locking import locked_pair
from ithaque.people.models import Person
from ithaque.programmes.rules import can_coordinate
from ithaque.programmes.selectors import settings_of

EXIT = "mentoring.exit"
"""Purpose of the link that opens the exit survey, without signing in."""
MARKS = range(1, 6)


def ask_exit_survey(closure: Closure, pair: Pair, person: Person) -> None:
    """Ask someone once what they say of the programme; an answer is never due."""
    token = links.sign(EXIT, target=closure.public_id, person=person.public_id)
    notify(
        mails.EXIT_SURVEY,
        to=person,
        context={"pair": pair, "other": pair.other(person), "programme": pair.programme},
        action=MailAction(_("Answer in two minutes"), paths.exit_survey(token)),
        dedupe_key=f"exit-survey:{closure.public_id}:{person.public_id}",
    )


@transaction.atomic
def answer_exit_survey(
    *,
    pair: Pair,
    by: Person,
    satisfaction: int,
    usefulness: int,
    reached: str,
    recommendation: int | None = None,
    for_team: str = "",
) -> ExitSurvey:
    """Return the answers of one side; a later answer replaces the first.

    Refuses before the pair is closed, once it is archived, and marks outside of their scale.
    """
    pair = locked_pair(pair)
    rules.require_of_pair(by, pair)
    closure = Closure.objects.select_for_update().filter(pair=pair).first()
    if closure is None or closure.completed_at is None:
        raise Refusal("pair_open", _("These questions come when the mentoring has ended."))
    if closure.archived_at is not None:
        raise Refusal("archived", _("This mentoring is archived: it is too late to answer."))
    is_fine = {satisfaction, usefulness} <= set(MARKS) and reached in Reached.values
    if not is_fine or (recommendation is not None and recommendation not in range(11)):
        raise Refusal("survey_range", _("Choose one of the answers of each line."), conflict=False)
    survey, is_new = ExitSurvey.objects.update_or_create(
        closure=closure,
        person=by,
        defaults={
            "is_mentor": pair.is_mentor(by),
            "satisfaction": satisfaction,
            "usefulness": usefulness,
            "reached": reached,
            "recommendation": recommendation,
            "for_team": for_team.strip(),
            "answered_at": clock.now(),
        },
    )
    if is_new:
        journal.record(acts.EXIT_ANSWERED, by=by, target=pair, scope=pair.programme)
    return survey


@transaction.atomic
def note_exit_interview(
    *, pair: Pair, person: Person, by: Person, held_on: date, reason: str, note: str = ""
) -> ExitInterview:
    """Return the talk noted by the coordination with one of the pair; noted again, it replaces the first.

    Refuses whoever does not coordinate, a pair that nobody asked to end, a day to come, and an unknown reason.
    """
    pair = locked_pair(pair)
    if not can_coordinate(by, pair.programme):
        raise Refusal("not_coordinator", _("Only the coordination notes this talk."))
    rules.require_of_pair(person, pair)
    closure = Closure.objects.filter(pair=pair).first()
    if closure is None:
        raise Refusal("closure_not_asked", _("Nobody has asked for the ending yet. Begin there."))
    if held_on > clock.today():
        raise Refusal("talk_to_come", _("Note the talk once it has taken place."), conflict=False)
    if reason not in ClosureReason.values:
        raise Refusal("closure_choice", _("Choose one of the reasons."), conflict=False)
    interview, _is_new = ExitInterview.objects.update_or_create(
        closure=closure,
        person=person,
        defaults={"by": by, "held_on": held_on, "reason": reason, "note": note.strip()},
    )
    journal.record(acts.EXIT_INTERVIEW, by=by, target=pair, scope=pair.programme)
    return interview


def archive_due() -> int:
    """Archive every closed pair whose day has come; return how many. Safe to run twice."""
    _set_missing_days()
    due = Closure.objects.filter(archived_at=None, archive_on__lte=clock.today())
    return sum(_archive(pk) for pk in due.filter(pair__frozen_at=None).values_list("pk", flat=True))


def _set_missing_days() -> None:
    """Give their day to pairs that closed before spaces had one."""
    undated = Closure.objects.filter(archive_on=None, completed_at__isnull=False)
    for closure in undated.select_related("pair__cohort__programme"):
        assert closure.completed_at is not None
        keep = settings_of(closure.pair.programme).closing.keep_months
        closure.archive_on = rules.months_after(closure.completed_at.date(), keep)
        closure.save(update_fields=["archive_on"])


@transaction.atomic
def _archive(pk: int) -> bool:
    """Erase the words of a pair; dates, counts, marks and the certificate stay."""
    closure = Closure.objects.select_for_update().select_related("pair").get(pk=pk)
    if closure.archived_at is not None:
        return False
    pair = closure.pair
    Message.objects.filter(pair=pair).update(body="")
    SharedNote.objects.filter(pair=pair).update(body="")
    NoteRevision.objects.filter(note__pair=pair).delete()
    PrivateNote.objects.filter(meeting__pair=pair).delete()
    Action.objects.filter(pair=pair).update(text="")
    Goal.objects.filter(pair=pair).update(
        title="", why="", first_step="", evidence="", levels=["", "", "", "", ""]
    )
    GoalStep.objects.filter(goal__pair=pair).update(text="")
    pair.meetings.update(title="", summary="", topic="", place="")
    Balance.objects.filter(closure=closure).update(gained="", next_step="", thanks="", for_team="")
    ExitSurvey.objects.filter(closure=closure).update(for_team="")
    ExitInterview.objects.filter(closure=closure).update(note="")
    closure.archived_at = clock.now()
    closure.save(update_fields=["archived_at"])
    journal.record(acts.PAIR_ARCHIVED, target=pair, scope=pair.programme)
    return True
