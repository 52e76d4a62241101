"""Between the run and the pair: wishes, a question that waits, a repair to decide, a trial to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ithaque.demo.stage import Stage, on
from ithaque.matching import services as matching
from ithaque.matching.enums import DeclineReason, ProposalStatus, QuestionAbout
from ithaque.matching.models import MatchRun, Repair, Suggestion
from ithaque.matching.services.repairs import prepare
from ithaque.matching.services.runs import compute
from ithaque.matching.services.suggestions import refresh
from ithaque.mentoring.models import TrialPeriod
from ithaque.mentoring.services import answer_trial, ask_trials
from ithaque.people.models import Person
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Cohort

if TYPE_CHECKING:
    from ithaque.demo.village import Village

WISHES = {
    "wishes.sides": ["mentee", "mentor"],
    "wishes.most": 3,
    "wishes.shown": 4,
    "wishes.opens_days": 28,
    "wishes.closes_days": 7,
}


def answer_all(run: MatchRun, *, days: int, refusals: int) -> None:
    """Play the answers to a run’s proposals: mentees say yes, so do mentors but a few."""
    for number, proposal in enumerate(run.proposals.order_by("pk")):
        declines = number >= 2 and number - 2 < refusals
        with on(days + number % 2, 12):
            matching.answer_proposal(proposal=proposal, person=proposal.mentee.person, accept=True)
        with on(days + 1 + number % 2, 19):
            matching.answer_proposal(
                proposal=proposal,
                person=proposal.mentor.person,
                accept=not declines,
                reason=DeclineReason.NOT_NOW if declines else "",
            )


def this_morning(village: Village) -> None:
    """Open the wishes of Passerelle, and ask about the trials that end today."""
    cohort = Cohort.objects.select_related("programme").get(programme__slug="passerelle")
    _let_wish(village.stage, cohort, village.stage.enter("oscar"))
    _ask_about_trials(village.stage)


def _let_wish(stage: Stage, cohort: Cohort, by: Person) -> None:
    """Open the wishes of a cohort, where Léa enrols; another mentee already ranked who was suggested to them."""
    lea = stage.enter("lea")
    stage.enrol(cohort, lea, Side.MENTEE, days=-9, field_number=0, coordinator=by)
    for number in range(3):
        mentor = stage.villager(Side.MENTOR)
        stage.enrol(cohort, mentor, Side.MENTOR, days=-8, field_number=number, coordinator=by)
    with on(-3, 9):
        matching.change_wishes(programme=cohort.programme, changes=dict(WISHES), by=by)
        refresh(cohort.pk)
    rows = Suggestion.objects.filter(cohort=cohort, to__side="mentee").select_related("to__person")
    first = rows.exclude(to__person__email__startswith="lea@").order_by("pk").first()
    if first is not None:
        order = [str(one.public_id) for one in rows.filter(to=first.to).order_by("-pk")]
        with on(-2, 20):
            matching.place_wishes(enrolment=first.to, order=order, by=first.to.person)


def last_announcement(village: Village) -> None:
    """Last week: a few more people, told; one asks a question, one is refused."""
    for number in range(3):
        for side in (Side.MENTEE, Side.MENTOR):
            village.stage.enrol(
                village.cohort,
                village.stage.villager(side),
                side,
                days=-10,
                field_number=number + 3,
                coordinator=village.nadia,
            )
    with on(-5, 9):
        run = matching.ask_run(cohort=village.cohort, by=village.nadia)
        compute(run.pk)
        run.refresh_from_db()
        matching.publish_run(run=run, by=village.nadia)
    _ask_and_decline(run)


def _ask_and_decline(run: MatchRun) -> None:
    """Of what was announced, one person asks before answering, one mentor declines: a repair is prepared."""
    told = list(run.proposals.filter(status=ProposalStatus.ANNOUNCED).order_by("pk"))
    for number, proposal in enumerate(told[:2]):
        if number == 0:
            with on(-2, 19):
                matching.ask_question(
                    proposal=proposal,
                    person=proposal.mentee.person,
                    text="Je travaille un samedi sur deux : pourrions-nous nous voir plutôt en semaine, le soir ?",
                    about=QuestionAbout.PROPOSAL,
                )
        else:
            with on(-3, 12):
                matching.answer_proposal(
                    proposal=proposal,
                    person=proposal.mentor.person,
                    accept=False,
                    reason=DeclineReason.AVAILABILITY,
                )
    for repair in Repair.objects.filter(lost__run=run).order_by("pk"):
        with on(-3, 13):
            prepare(repair.pk)


def _ask_about_trials(stage: Stage) -> None:
    """Ask about the trials that end today; the mentors have said yes, their mentees have not answered yet."""
    with on(0, 8):
        ask_trials()
    for trial in TrialPeriod.objects.order_by("pk").select_related("pair__mentor__person"):
        if stage.rng.random() < 0.7:
            with on(0, 8, 30):
                answer_trial(trial=trial, by=trial.pair.mentor.person, goes_on=True)
