"""Months of a relationship, played through the services: agreement, meetings, goals, letters, endings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from ithaque.demo import words
from ithaque.demo.stage import Stage, at, on
from ithaque.kernel import clock
from ithaque.mentoring import selectors, services
from ithaque.mentoring.enums import ClosurePath, Modality, Reply, SignerRole
from ithaque.mentoring.models import Meeting, Pair
from ithaque.mentoring.terms import digest_of
from ithaque.people.models import Person
from ithaque.programmes.selectors import coordinators_of


def sign(pair: Pair, *, days: int, supervised: bool = True, team: bool = True) -> None:
    """Both sign the agreement that day; then the guardian of a minor, and the coordination."""
    for hour, person in zip((12, 19), pair.people, strict=True):
        with on(days, hour):
            agreement = pair.agreement
            agreement.refresh_from_db()
            agreement.pair = pair
            services.sign_agreement(
                pair=pair, by=person, name=person.get_full_name(), digest=digest_of(agreement)
            )
    with on(days + 1, 9):
        for party in selectors.agreement_state(pair).missing:
            if party.guardian is not None and supervised:
                services.sign_as_guardian(
                    pair=pair,
                    guardian=party.guardian,
                    name=party.guardian.name,
                    digest=digest_of(agreement),
                )
            elif party.role == SignerRole.COORDINATOR and team:
                coordinator = coordinators_of(pair.programme)[0]
                services.countersign(
                    pair=pair,
                    by=coordinator,
                    name=coordinator.get_full_name(),
                    digest=digest_of(agreement),
                )


def amend(pair: Pair, *, days: int) -> None:
    """The pair meets less often from that day; both sign the new version, and a minor’s guardian does not yet."""
    with on(days, 18):
        state = selectors.agreement_state(pair)
        services.amend_agreement(
            pair=pair,
            by=pair.mentor.person,
            terms=state.terms.model_copy(
                update={"meetings_per_month": 1.0, "own_words": words.OWN_WORDS}
            ),
            digest=state.digest,
        )
    sign(pair, days=days + 1, supervised=False)


def meet(stage: Stage, pair: Pair, days: Sequence[int], *, kind: int = 4) -> None:
    """Plan each meeting a week ahead, hold it that day, and give the pulses; `kind` is the usual answer."""
    for rank, day in enumerate(days):
        title, summary = words.MEETINGS[rank % len(words.MEETINGS)]
        modality = Modality.PUBLIC_PLACE if rank % 2 == 0 else Modality.REMOTE
        place = stage.rng.choice(words.PLACES) if modality == Modality.PUBLIC_PLACE else ""
        starts = at(day, stage.rng.choice((12, 17, 18)))
        with on(day - 6, 20, stage.rng.randint(0, 50)):
            meeting = services.plan_meeting(
                pair=pair,
                by=pair.mentee.person,
                starts_at=starts,
                minutes=60,
                modality=modality,
                place=place,
                topic=title,
                agenda_key="first" if rank == 0 else "regular",
                agreed=True,
            )
        hold(stage, pair, meeting, title, summary, kind=kind)


def plan_several(pair: Pair, *, days: int) -> None:
    """Have the mentor plan two meetings at once, every two weeks, and the mentee accept both with one tap."""
    mentee, mentor = pair.people
    with on(-3, 20):
        series = services.plan_series(
            pair=pair, by=mentor, starts_at=at(days, 18), minutes=60, every_weeks=2, times=2
        )
    with on(-2, 8):
        first = series.meetings.earliest("slot_at")
        services.answer_series(meeting=first, by=mentee, answer=Reply.ACCEPTED)


def hold(
    stage: Stage, pair: Pair, meeting: Meeting, title: str, summary: str, *, kind: int
) -> None:
    """Log one meeting that evening, with an action for each and their pulses."""
    minutes = stage.rng.choice((45, 50, 55, 60, 65, 75))
    with clock.at(meeting.starts_at + timedelta(minutes=minutes + 40)):
        services.log_meeting(
            pair=pair,
            by=pair.mentor.person,
            starts_at=meeting.starts_at,
            minutes=minutes,
            modality=meeting.modality,
            place=meeting.place,
            title=title,
            summary=summary,
            meeting=meeting,
        )
        owner = stage.rng.choice(pair.people)
        action = services.add_action(
            pair=pair,
            by=owner,
            owner=owner,
            text=stage.rng.choice(words.ACTIONS),
            due_on=clock.today() + timedelta(days=stage.rng.randint(5, 12)),
            meeting=meeting,
        )
    with clock.at(meeting.starts_at + timedelta(days=1)):
        for person in pair.people:
            if stage.rng.random() < 0.8:
                mark = max(1, min(5, kind + stage.rng.choice((-1, 0, 0, 1))))
                services.give_pulse(
                    meeting=meeting, by=person, progress=mark, listened=max(mark, kind), go_on=mark
                )
    done_at = meeting.starts_at + timedelta(days=6)
    if stage.rng.random() < 0.75 and done_at < at(0):
        with clock.at(done_at):
            services.complete_action(action=action, by=owner)


def aim(
    stage: Stage, pair: Pair, goals: Sequence[words.GoalWords], *, days: int, levels: Sequence[int]
) -> None:
    """Write goals together, then review them to the levels reached."""
    for number, (goal_words, level) in enumerate(zip(goals, levels, strict=True)):
        with on(days, 18, 20):
            goal = services.add_goal(
                pair=pair,
                by=pair.mentee.person,
                title=goal_words.title,
                why=goal_words.why,
                first_step=goal_words.first_step,
                evidence=goal_words.evidence,
                skills=[{"label": goal_words.skill}],
                due_on=pair.ends_on - timedelta(days=15),
                weight=2 if number == 0 else 1,
                levels=goal_words.levels,
            )
        for step, reached in enumerate(range(-1, level + 1)):
            with on(min(-1, days + 25 * (step + 1)), 19):
                services.review_goal(goal=goal, by=pair.mentor.person, level=reached)


def pave(pair: Pair, steps: Sequence[tuple[str, int, bool]]) -> None:
    """Write the steps of a pair's first goal: (words, days from today, done)."""
    goal = pair.goals.order_by("-weight", "pk")[0]
    for text, days, is_done in steps:
        with on(-30, 18):
            step = services.add_step(
                goal=goal, by=pair.mentee.person, text=text, due_on=at(days).date()
            )
        if is_done:
            with on(days, 20):
                services.tick_step(step=step, by=pair.mentee.person)


def write(stage: Stage, pair: Pair, letters: Sequence[tuple[int, int, str]]) -> None:
    """Send letters: (days, side 0 mentor or 1 mentee, words)."""
    for days, side, body in letters:
        author = (pair.mentor, pair.mentee)[side].person
        with on(days, 21, 12):
            services.send_message(
                pair=pair,
                by=author,
                body=body,
                submission=UUID(int=stage.rng.getrandbits(128), version=4),
            )


def look_back(stage: Stage, pair: Pair, coordinator: Person | None, *, days: int) -> None:
    """Both answer the exit survey that day; the coordination notes a talk when `coordinator` is given."""
    for rank, person in enumerate(pair.people):
        with on(days, 12 + rank):
            services.answer_exit_survey(
                pair=pair,
                by=person,
                satisfaction=stage.rng.choice((4, 5, 5)),
                usefulness=stage.rng.choice((4, 4, 5)),
                reached=stage.rng.choice(("yes", "partly")),
                recommendation=stage.rng.choice((8, 9, 10)),
                for_team=words.TO_CHANGE[rank],
            )
    if coordinator is not None:
        with on(days, 17):
            services.note_exit_interview(
                pair=pair,
                person=pair.mentee.person,
                by=coordinator,
                held_on=clock.today(),
                reason="reached",
                note=words.TALK,
            )


def end(stage: Stage, pair: Pair, *, days: int, path: str = ClosurePath.PLANNED) -> None:
    """Close a pair: asked, two balances, thanks both ways, certificates."""
    with on(days, 11):
        services.ask_closure(pair=pair, by=pair.mentee.person, path=path)
    for rank, person in enumerate((pair.mentee.person, pair.mentor.person)):
        with on(days + 1 + rank, 20):
            services.write_balance(
                pair=pair,
                by=person,
                gained=words.GAINED[rank],
                next_step=words.NEXT[rank],
                thanks=words.THANKS[rank],
                recommendation=stage.rng.choice((8, 9, 10)),
            )
