"""From a problem of circles, teams or peers to its result, and the check of one."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from .aims import told
from .assign import Solution
from .choosing import choose_groups, more_placed
from .circles import Table, first_unit, table_of, unit_of
from .explain import explain_pairs, rule_cause
from .flow import Arcs
from .grouping import Group, Priced
from .messages import Message
from .peers import OddSet, best_matching, bound
from .people import Person
from .places import Longs
from .problem import Problem
from .result import Certificate, Meeting, Result, Set, Summary, Unmatched
from .scoring import FORBIDDEN, MILLION
from .settings import Fault
from .work import Work


def solve_meetings(work: Work) -> Result:
    """Return the result of a problem whose format brings people together otherwise than by plain pairs."""
    started = time.perf_counter()
    work.tell("assign", 0, 1)
    made = _peers(work) if work.problem.format.kind == "peers" else _groups(work)
    pairs, meetings, certificate = made
    cells = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    locked = np.array([_is_locked(work.problem, *pair) for pair in pairs], dtype=bool)
    work.tell("explain", 0, 1)
    told_pairs = explain_pairs(work, cells[:, 0], cells[:, 1], locked)
    unmatched = _unmatched(work, pairs)
    result = Result(
        work.problem,
        told_pairs,
        unmatched,
        certificate,
        _summary(work, certificate, [pair.score for pair in told_pairs], pairs, unmatched, started),
        work,
        _solution(work, cells, certificate),
        meetings=meetings,
    )
    work.tell("done", 1, 1)
    return result


def _is_locked(problem: Problem, row: int, column: int) -> bool:
    a, b = problem.mentees[row].id, problem.mentors[column].id
    locks = set(problem.settings.locks)
    return (a, b) in locks or (problem.format.kind == "peers" and (b, a) in locks)


def _groups(work: Work) -> tuple[list[tuple[int, int]], tuple[Meeting, ...], Certificate]:
    problem, table = work.problem, table_of(work)
    still = partial(work.tell, "assign", 0, 1)
    found = choose_groups(table.grouping, first_unit(problem), still)
    fit = fit_of(work, table, found.groups)
    better, more = _proved(work, table, found.groups, found.prices, found.crowd)
    mentees, mentors = _by_side(problem, table, found.prices)
    floor_mentees, floor_mentors = _by_side(problem, table, found.crowd)
    certificate = Certificate(
        objective=fit,
        bound=fit + better,
        proven=better == more == 0,
        rounds=1,
        mentees=mentees,
        mentors=mentors,
        floor_mentees=floor_mentees,
        floor_mentors=floor_mentors,
        searched=found.searched,
        person=found.prices.person,
        more_placed=more,
    )
    meetings = tuple(_meeting(problem, table, group) for group in found.groups)
    return table.pairs(found.groups), meetings, certificate


def _proved(
    work: Work, table: Table, groups: Sequence[Group], prices: Priced, crowd: Priced | None
) -> tuple[int, int]:
    """Return how much more fit, and how many more people, another choice could have at most."""
    unit = first_unit(work.problem)
    better = table.grouping.counting(-unit).better(prices, groups)
    more = 0 if crowd is None else more_placed(table.grouping, crowd, groups, unit)
    return better, more


def _by_side(
    problem: Problem, table: Table, prices: Priced | None
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the prices of mentees and of mentors, by id."""
    if prices is None:
        return {}, {}
    ours, theirs = prices.guests, prices.hosts
    if table.by_mentee:
        ours, theirs = theirs, ours
    return _by_id(problem.mentees, ours), _by_id(problem.mentors, theirs)


def fit_of(work: Work, table: Table, groups: Sequence[Group]) -> int:
    """Return the gains of groups without what placing people or holding locked pairs is worth."""
    total = 0
    for option, guests in groups:
        hosts = table.grouping.hosts[option]
        for guest in guests:
            cells = [(hosts[0], guest)] if table.by_mentee else [(guest, host) for host in hosts]
            total += max(int(work.gains.bend(table.scores[cell])) for cell in cells)
    return total


def _meeting(problem: Problem, table: Table, group: Group) -> Meeting:
    option, guests = group
    hosts = table.grouping.hosts[option]
    mentees, mentors = (hosts, guests) if table.by_mentee else (guests, hosts)
    return Meeting(
        tuple(problem.mentors[column].id for column in mentors),
        tuple(problem.mentees[row].id for row in mentees),
    )


def _by_id(people: Sequence[Person], prices: Longs) -> dict[str, int]:
    return {p.id: int(price) for p, price in zip(people, prices.tolist(), strict=True) if price}


def peer_gains(work: Work) -> Longs:
    """Return what pairs of peers are worth, -1 where they cannot be: the mean of both directions, and people first."""
    problem = work.problem
    both = work.scorer.matrix(work.counts).astype(np.int64)
    scores = np.where((both == FORBIDDEN) | (both.T == FORBIDDEN), -1, (both + both.T) // 2)
    here = np.array([person.capacity > 0 for person in problem.mentees], dtype=bool)
    scores[~here] = scores[:, ~here] = -1
    for a, b in _locked_peers(problem):
        ways = [work.scorer.score_of(work.scorer.parts(i, j)) for i, j in ((a, b), (b, a))]
        score = sum(ways) // 2
        scores[a, :] = scores[:, a] = scores[b, :] = scores[:, b] = -1
        scores[a, b] = scores[b, a] = score
    worth = work.gains.bend(np.maximum(scores, 0)) + 2 * unit_of(problem)
    gains: Longs = np.where(scores < 0, -1, worth)
    return gains


def _locked_peers(problem: Problem) -> list[tuple[int, int]]:
    index = problem.mentee_index
    return sorted({tuple(sorted((index[a], index[b]))) for a, b in problem.settings.locks})  # type: ignore[misc]


def _peers(work: Work) -> tuple[list[tuple[int, int]], tuple[Meeting, ...], Certificate]:
    problem = work.problem
    gains = peer_gains(work)
    found = best_matching(gains)
    value = sum(int(gains[pair]) for pair in found.pairs)
    fit = value - 2 * unit_of(problem) * len(found.pairs)
    proved = bound(gains, found.prices, found.sets)
    ids = [person.id for person in problem.mentees]
    certificate = Certificate(
        objective=fit,
        bound=proved - value + fit,
        proven=proved == value,
        rounds=1,
        mentees=_by_id(problem.mentees, found.prices),
        sets=tuple(Set(tuple(ids[k] for k in one.people), one.price) for one in found.sets),
    )
    meetings = tuple(Meeting((), (ids[a], ids[b])) for a, b in found.pairs)
    return sorted([*found.pairs, *((b, a) for a, b in found.pairs)]), meetings, certificate


def _unmatched(work: Work, pairs: Sequence[tuple[int, int]]) -> list[Unmatched]:
    """Return the people who wanted to meet and do not, each with a cause."""
    problem = work.problem
    placed = {row for row, _ in pairs}
    return [
        Unmatched(person.id, _cause(work, row))
        for row, person in enumerate(problem.mentees)
        if row not in placed and person.capacity > 0
    ]


def _cause(work: Work, row: int) -> Message:
    problem, form = work.problem, work.problem.format
    peers = form.kind == "peers"
    open_to = np.array([problem.capacity(mentor) > 0 for mentor in problem.mentors], dtype=bool)
    if peers:
        open_to[row] = False
    if not problem.mentors or not (open_to.any() or not peers):
        return Message("unmatched.no_mentor")
    if not open_to.any():
        return Message("unmatched.no_place", {"mentors": len(problem.mentors)})
    against = {code: hit[open_to] for code, hit in work.scorer.rules_row(row).items()}
    if against and np.logical_or.reduce(list(against.values())).all():
        return rule_cause(against, int(open_to.sum()))
    compatible = int(open_to.sum())
    if against:
        compatible -= int(np.logical_or.reduce(list(against.values())).sum())
    if peers:
        return Message("unmatched.odd", {"compatible": compatible})
    return Message(
        "unmatched.group", {"compatible": compatible, "least": form.least, "most": form.most}
    )


def _summary(
    work: Work,
    certificate: Certificate,
    scores: list[float],
    pairs: Sequence[tuple[int, int]],
    unmatched: Sequence[Unmatched],
    started: float,
) -> Summary:
    problem = work.problem
    return Summary(
        mentees=len(problem.mentees),
        mentors=len(problem.mentors),
        places=sum(problem.capacity(mentor) for mentor in problem.mentors),
        paired=sum(person.capacity > 0 for person in problem.mentees) - len(unmatched),
        unmatched=len(unmatched),
        total=certificate.objective / MILLION,
        mean=sum(scores) / len(scores) if scores else 0.0,
        lowest=min(scores, default=0.0),
        excluded=work.scorer.excluded(work.counts),
        objective=told(problem.settings.objective),
        seconds=time.perf_counter() - started,
    )


def _solution(work: Work, cells: Longs, certificate: Certificate) -> Solution:
    u, p = (np.zeros(size, dtype=np.int64) for size in work.scorer.shape)
    arcs = Arcs(cells[:, 0], cells[:, 1], np.zeros(len(cells), np.int64))
    chosen = np.ones(len(cells), dtype=bool)
    return Solution(arcs, chosen, u, p, certificate.objective, certificate.bound, 1, True)


def check_meetings(result: Result, work: Work) -> Iterator[Fault]:
    """Yield the faults of meetings: who is in them, what they are worth, what the prices prove; no solver is called."""
    peers = result.problem.format.kind == "peers"
    yield from (_peer_faults if peers else _group_faults)(result, work)


def _fault(place: str, code: str, **data: Any) -> Fault:
    return Fault(place, Message(f"check.{code}", data))


def _group_faults(result: Result, work: Work) -> Iterator[Fault]:
    problem, table = result.problem, table_of(work)
    grouping = table.grouping
    groups = []
    for k, meeting in enumerate(result.meetings):
        mentees = tuple(problem.mentee_index[one] for one in meeting.mentees)
        mentors = tuple(problem.mentor_index[one] for one in meeting.mentors)
        hosts, guests = (mentees, mentors) if table.by_mentee else (mentors, mentees)
        options = [j for j, used in enumerate(grouping.hosts) if used == hosts]
        sound = [(j, guests) for j in options if grouping.sound((j, guests))]
        if sound:
            groups.append(max(sound, key=grouping.value))
        else:
            yield _fault(f"meetings[{k}]", "meeting", people=[*meeting.mentors, *meeting.mentees])
    taken = Counter(guest for _, guests in groups for guest in guests)
    for guest, times in taken.items():
        if times > grouping.places[guest]:
            person = (problem.mentors if table.by_mentee else problem.mentees)[guest]
            yield _fault("meetings", "twice", mentee=person.id, times=times)
    leading = Counter(host for option, _ in groups for host in grouping.hosts[option])
    for host, times in leading.items():
        if times > 1:
            person = (problem.mentees if table.by_mentee else problem.mentors)[host]
            yield _fault("meetings", "twice", mentee=person.id, times=times)
    made = [(p.mentee_id, p.mentor_id) for p in result.pairs]
    right = [(problem.mentees[i].id, problem.mentors[j].id) for i, j in table.pairs(groups)]
    if sorted(made) != sorted(right):
        yield _fault(
            "pairs",
            "meeting",
            people=sorted({one for pair in set(made) ^ set(right) for one in pair}),
        )
    written = result.certificate
    prices = _priced(problem, table, written.mentees, written.mentors, written.person)
    crowd = _priced(problem, table, written.floor_mentees, written.floor_mentors)
    first = bool(first_unit(problem))
    better, more = _proved(work, table, groups, prices, crowd if first else None)
    fit = fit_of(work, table, groups)
    yield from _worth(result, fit, fit + better)
    if more != written.more_placed or (written.proven and more):
        yield _fault("certificate.more_placed", "bound", right=more, written=written.more_placed)


def _priced(
    problem: Problem,
    table: Table,
    mentees: Mapping[str, int],
    mentors: Mapping[str, int],
    person: int = 0,
) -> Priced:
    """Return the prices of guests and hosts that a certificate holds."""
    guests, hosts = _prices(problem.mentees, mentees), _prices(problem.mentors, mentors)
    if table.by_mentee:
        guests, hosts = hosts, guests
    return Priced(guests, hosts, np.zeros(0), person)


def _peer_faults(result: Result, work: Work) -> Iterator[Fault]:
    problem = result.problem
    gains = peer_gains(work)
    index = problem.mentee_index
    pairs = []
    for k, meeting in enumerate(result.meetings):
        if len(meeting.mentees) == 2 and not meeting.mentors:
            pairs.append((index[meeting.mentees[0]], index[meeting.mentees[1]]))
        else:
            people = [*meeting.mentors, *meeting.mentees]
            yield _fault(f"meetings[{k}]", "meeting", people=people)
    for person, times in Counter(one for pair in pairs for one in pair).items():
        if times > 1:
            yield _fault("pairs", "twice", mentee=problem.mentees[person].id, times=times)
    for a, b in pairs:
        if gains[a, b] < 0:
            yield _fault("pairs", "meeting", people=[problem.mentees[a].id, problem.mentees[b].id])
    right = {way for a, b in pairs for way in ((a, b), (b, a))}
    made = [(index[p.mentee_id], index[p.mentor_id]) for p in result.pairs]
    if sorted(made) != sorted(right):
        odd = {problem.mentees[k].id for way in {*made} ^ right for k in way}
        yield _fault("pairs", "meeting", people=sorted(odd))
    value = sum(int(gains[pair]) for pair in pairs)
    fit = value - 2 * unit_of(problem) * len(pairs)
    prices = _prices(problem.mentees, result.certificate.mentees)
    sets = [
        OddSet(tuple(index[one] for one in some.people if one in index), some.price)
        for some in result.certificate.sets
    ]
    yield from _worth(result, fit, bound(gains, prices, sets) - value + fit)


def _worth(result: Result, value: int, proved: int) -> Iterator[Fault]:
    certificate = result.certificate
    if value != certificate.objective:
        yield _fault(
            "certificate.objective", "objective", right=value, written=certificate.objective
        )
    if proved != certificate.bound:
        yield _fault("certificate.bound", "bound", right=proved, written=certificate.bound)
    if certificate.proven and proved > value:
        yield _fault("certificate.proven", "proof", bound=proved, objective=value)


def _prices(people: Sequence[Person], written: Mapping[str, int]) -> Longs:
    return np.array([written.get(person.id, 0) for person in people], dtype=np.int64)
