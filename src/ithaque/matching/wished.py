"""What people wish and rule out, as the engine reads it.

A veto, and a proposal once declined, make a hard rule: the two are never paired. They travel as people to avoid, so that
neither the run's page nor its decisions tell them from what people wrote in their form.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from ithaque.matching.enums import ProposalStatus
from ithaque.matching.models import Proposal, Veto, Wish
from ithaque.pairing import Person
from ithaque.programmes.models import Cohort


def with_wishes(
    mentees: list[Person], mentors: list[Person], cohort: Cohort
) -> tuple[list[Person], list[Person]]:
    """Return both sides with what each wishes and whom they must not be given: three queries."""
    wishes, apart = _wishes(cohort), _apart(cohort)
    told = [
        replace(
            one,
            wishes=tuple(wishes.get(one.id, ())),
            excluded=one.excluded | apart.get(one.id, frozenset()),
        )
        for one in (*mentees, *mentors)
    ]
    return wishing_for_those_here(told[: len(mentees)], told[len(mentees) :])


def wishing_for_those_here(
    mentees: list[Person], mentors: list[Person]
) -> tuple[list[Person], list[Person]]:
    """Return both sides without the wishes for people who are not there: the engine refuses strangers."""
    sides = ((mentees, mentors), (mentors, mentees))
    kept = [_wishing_for({other.id for other in others}, people) for people, others in sides]
    return kept[0], kept[1]


def _wishing_for(known: set[str], people: list[Person]) -> list[Person]:
    return [
        one
        if known.issuperset(one.wishes)
        else replace(one, wishes=tuple(wish for wish in one.wishes if wish in known))
        for one in people
    ]


def _wishes(cohort: Cohort) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    rows = Wish.objects.filter(by__cohort=cohort).order_by("by", "rank")
    for by, wanted in rows.values_list("by__public_id", "wanted__public_id"):
        found[str(by)].append(str(wanted))
    return found


def _apart(cohort: Cohort) -> dict[str, set[str]]:
    """Return whom each must not be given: those they ruled out, those with whom one of the two declined."""
    found: dict[str, set[str]] = defaultdict(set)
    vetoes = Veto.objects.filter(by__cohort=cohort)
    for by, other in vetoes.values_list("by__public_id", "other__public_id"):
        found[str(by)].add(str(other))
    declined = Proposal.objects.filter(mentee__cohort=cohort, status=ProposalStatus.DECLINED)
    for mentee, mentor in declined.values_list("mentee__public_id", "mentor__public_id"):
        found[str(mentee)].add(str(mentor))
    return found
