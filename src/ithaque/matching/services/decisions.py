"""What a coordinator decides by hand: lock, rule out, choose another mentor; its price is known before.

Decisions outlive the run where they were taken: later runs obey them. In the draft at hand, ruling out a
pair or choosing a mentor moves as few other pairs as possible, and the result keeps its proof.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import files, journal
from ithaque.kernel.errors import Refusal
from ithaque.matching import engine, rules
from ithaque.matching import journal as entries
from ithaque.matching.enums import ProposalStatus, RunStatus
from ithaque.matching.models import Decision, MatchRun, Proposal
from ithaque.matching.services.runs import write_result
from ithaque.pairing import FaultsError, Result
from ithaque.people.models import Person
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Enrolment

Kind = Decision.Kind


@dataclass(frozen=True)
class Change:
    """What giving a mentor to a mentee would do to the other pairs of a draft.

    `points` is what the total loses. `moves` are (mentee, former mentor, new mentor), None for nobody.
    `rules` are the codes of the rules that forbid it: then nothing else is known.
    """

    mentee: Enrolment
    mentor: Enrolment
    points: float = 0.0
    moves: list[tuple[Enrolment, Enrolment | None, Enrolment | None]] = field(default_factory=list)
    left_alone: list[Enrolment] = field(default_factory=list)
    placed: list[Enrolment] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    @property
    def free(self) -> bool:
        """Tell whether nothing is lost and nobody else moves."""
        return not (self.rules or self.moves or self.left_alone) and self.points < 0.05


@transaction.atomic
def lock_pair(*, proposal: Proposal, by: Person) -> Proposal:
    """Keep a proposed pair in this run and in later ones; locking twice changes nothing."""
    proposal = _draft(proposal)
    if proposal.locked:
        return proposal
    _keep_decision(proposal.run, proposal.mentee, proposal.mentor, Kind.LOCK, by)
    proposal.locked = True
    proposal.save(update_fields=["locked"])
    journal.record(entries.PAIR_LOCKED, by=by, target=proposal, scope=proposal.run.cohort.programme)
    return proposal


@transaction.atomic
def unlock(*, proposal: Proposal, by: Person) -> Proposal:
    """Let later runs change a pair again."""
    proposal = _draft(proposal)
    held = Decision.objects.filter(mentee=proposal.mentee, mentor=proposal.mentor, kind=Kind.LOCK)
    if held.delete()[0] or proposal.locked:
        proposal.locked = False
        proposal.save(update_fields=["locked"])
        journal.record(
            entries.DECISION_LIFTED, by=by, target=proposal, scope=proposal.run.cohort.programme
        )
    return proposal


def forbid_pair(*, proposal: Proposal, by: Person) -> MatchRun:
    """Rule a pair out, now and later, and repair the draft around it; return the run as it is after."""
    run = _open_run(proposal.run)
    couple = (str(proposal.mentee.public_id), str(proposal.mentor.public_id))
    result = _settled(run, forbids=[couple], without=couple)
    with transaction.atomic():
        proposal = _draft(proposal)
        _keep_decision(run, proposal.mentee, proposal.mentor, Kind.FORBID, by)
        journal.record(entries.PAIR_FORBIDDEN, by=by, target=proposal, scope=run.cohort.programme)
        return _apply(run, result)


@transaction.atomic
def allow_pair(*, decision: Decision, by: Person) -> None:
    """Lift a decision; later runs are free again."""
    programme = decision.cohort.programme
    if decision.kind == Kind.LOCK:
        drafts = Proposal.objects.filter(
            mentee=decision.mentee, mentor=decision.mentor, status=ProposalStatus.DRAFT
        )
        drafts.update(locked=False)
    journal.record(entries.DECISION_LIFTED, by=by, target=decision, scope=programme)
    decision.delete()


def price_of_change(*, run: MatchRun, mentee: Enrolment, mentor: Enrolment) -> Change:
    """Return what giving `mentor` to `mentee` would cost, who would move and who would be left alone.

    Changes nothing. Refuses a person the run did not know.
    """
    return changes(run=run, mentee=mentee, mentors=[mentor])[0]


def changes(*, run: MatchRun, mentee: Enrolment, mentors: list[Enrolment]) -> list[Change]:
    """Return the price of each of several mentors for one mentee, computed from one solving."""
    result = _settled(run)
    return [_change(result, mentee, mentor) for mentor in mentors]


def other_mentors(*, run: MatchRun, mentee: Enrolment, but: Enrolment | None) -> list[Change]:
    """Return the best other mentors of a mentee, each with the price of choosing them."""
    result = _settled(run)
    if str(mentee.public_id) not in result.problem.mentee_index:
        return []
    found = engine.others_for(
        result, str(mentee.public_id), but=str(but.public_id) if but else None
    )
    people = _people([identifier for identifier, _score in found])
    ready = [people[identifier] for identifier, _score in found if identifier in people]
    return [_change(result, mentee, mentor) for mentor in ready]


def choose_mentor(*, run: MatchRun, mentee: Enrolment, mentor: Enrolment, by: Person) -> MatchRun:
    """Give a mentor to a mentee in a draft, lock them, and move as few other pairs as possible.

    Refuses what a hard rule forbids, someone who is not available any more, a mentor whose places are all
    locked, and a draft someone else changed meanwhile.
    """
    run = _open_run(run)
    _check_here(run, mentee, mentor)
    couple = (str(mentee.public_id), str(mentor.public_id))
    change = price_of_change(run=run, mentee=mentee, mentor=mentor)
    if change.rules:
        raise Refusal("rule", _("A rule of the programme forbids this pair. Nothing was changed."))
    result = _settled(run, locks=[couple])
    with transaction.atomic():
        _keep_decision(run, mentee, mentor, Kind.LOCK, by)
        journal.record(entries.MENTOR_CHOSEN, by=by, target=run, scope=run.cohort.programme)
        return _apply(run, result)


def _change(result: Result, mentee: Enrolment, mentor: Enrolment) -> Change:
    try:
        price = result.price(str(mentee.public_id), str(mentor.public_id))
    except KeyError as error:
        raise Refusal(
            "stranger",
            _("One of the two was not enrolled when this run was computed: compute again."),
        ) from error
    named = [
        one for move in price.moves for one in (move.mentee_id, move.before, move.after) if one
    ]
    people = _people([*named, *price.left_alone, *price.placed])
    return Change(
        mentee=mentee,
        mentor=mentor,
        points=round(price.loss * engine.POINTS, 1),
        moves=[
            (people[one.mentee_id], people.get(one.before or ""), people.get(one.after or ""))
            for one in price.moves
            if one.mentee_id != str(mentee.public_id) and one.after
        ],
        left_alone=[people[one] for one in price.left_alone],
        placed=[people[one] for one in price.placed],
        rules=list(price.rules),
    )


def _people(identifiers: list[str]) -> dict[str, Enrolment]:
    if not identifiers:
        return {}
    rows = Enrolment.objects.filter(public_id__in=identifiers).select_related("person")
    return {str(one.public_id): one for one in rows}


def _open_run(run: MatchRun) -> MatchRun:
    """Return the run as it is, with its record; refuses one whose proposals cannot change any more."""
    run = MatchRun.objects.select_related("cohort__programme", "record").get(pk=run.pk)
    told = run.proposals.exclude(
        status__in=[ProposalStatus.DRAFT, ProposalStatus.WITHDRAWN]
    ).exists()
    if run.status != RunStatus.READY or told:
        raise Refusal(
            "run_settled",
            _(
                "Proposals of this run were already announced or set aside: compute again to change the others."
            ),
        )
    return run


def _settled(
    run: MatchRun,
    *,
    locks: list[engine.Couple] | None = None,
    forbids: list[engine.Couple] | None = None,
    without: engine.Couple | None = None,
) -> Result:
    """Return the result of a draft as it stands, with decisions taken since and those given."""
    drafts = run.proposals.filter(status=ProposalStatus.DRAFT).values_list(
        "mentee__public_id", "mentor__public_id"
    )
    current = [(str(mentee), str(mentor)) for mentee, mentor in drafts]
    held: dict[str, list[engine.Couple]] = {Kind.LOCK: [], Kind.FORBID: []}
    rows = Decision.objects.filter(cohort=run.cohort_id)
    for kind, mentee, mentor in rows.values_list("kind", "mentee__public_id", "mentor__public_id"):
        held[kind].append((str(mentee), str(mentor)))
    new, chosen = locks or [], {one[0] for one in locks or []}
    kept = [one for one in held[Kind.LOCK] if one[0] not in chosen and one != without]
    ruled_out = [one for one in held[Kind.FORBID] if one not in new]
    try:
        result = engine.settled(
            run,
            current=current,
            locks=[*kept, *new],
            forbids=[*ruled_out, *(forbids or [])],
        )
    except FaultsError as error:
        raise Refusal(
            "decisions",
            _(
                "This goes against another decision: the mentor’s places are all locked, or a protective rule forbids the pair."
            ),
        ) from error
    if result is None:
        raise Refusal(
            "no_record",
            _("The record of this run was erased with the data of a person: compute again."),
        )
    return result


def _check_here(run: MatchRun, mentee: Enrolment, mentor: Enrolment) -> None:
    sides = (mentee.side, mentor.side) == (Side.MENTEE, Side.MENTOR)
    same = mentee.cohort_id == mentor.cohort_id == run.cohort_id
    if not (sides and same and rules.is_here(mentee) and rules.is_here(mentor)):
        raise Refusal(
            "not_here",
            _("One of the two is not available any more: compute again. Nothing was changed."),
        )


def _apply(run: MatchRun, result: Result) -> MatchRun:
    """Write a new result over a draft; refuses when someone else changed it since it was read."""
    fresh = MatchRun.objects.select_for_update(of=("self",)).select_related("record").get(pk=run.pk)
    if fresh.status != RunStatus.READY or fresh.record_id != run.record_id:
        raise Refusal(
            "moved_on",
            _("Someone else changed this run in between: look again. Nothing was changed."),
        )
    former = fresh.record
    write_result(fresh, result)
    fresh.record = engine.keep_record(result, fresh)
    fresh.save(update_fields=["record", "summary"])
    if former is not None:
        transaction.on_commit(lambda: files.discard(former))
    return fresh


def _keep_decision(
    run: MatchRun, mentee: Enrolment, mentor: Enrolment, kind: str, by: Person
) -> None:
    if kind == Kind.LOCK:
        Decision.objects.filter(mentee=mentee, kind=Kind.LOCK).exclude(mentor=mentor).delete()
    Decision.objects.update_or_create(
        mentee=mentee, mentor=mentor, defaults={"kind": kind, "by": by, "cohort": run.cohort}
    )


def _draft(proposal: Proposal) -> Proposal:
    """Return the proposal, held; refuses one that is no draft any more."""
    fresh = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("run__cohort__programme", "mentee__person", "mentor__person")
        .filter(pk=proposal.pk, status=ProposalStatus.DRAFT, run__status=RunStatus.READY)
        .first()
    )
    if fresh is None:
        raise Refusal(
            "not_draft",
            _("This proposal was announced, changed or set aside in between: look again."),
        )
    return fresh
