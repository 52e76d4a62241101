"""Enrol many people given by a file, in a number of queries that does not depend on how many they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from ithaque.kernel import clock
from ithaque.people.models import Person
from ithaque.programmes.enums import EnrolmentStatus, Side
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.programmes.selectors import settings_of
from ithaque.questionnaires.models import AnswerSheet
from ithaque.questionnaires.selectors import latest_version


@dataclass(frozen=True)
class Given:
    """One person of a file. `source_key` recognises them in the next file (64 characters at most)."""

    email: str
    first_name: str
    last_name: str
    source_key: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    capacity: int | None = None


@dataclass
class Enrolled:
    """What became of the people given, by source key: new, already enrolled, on the other side already."""

    added: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def already_enrolled(*, cohort: Cohort, side: str, people: Sequence[Given]) -> Enrolled:
    """Return who is in the cohort already, without changing anything; `added` are those who would be new."""
    emails, keys = [one.email for one in people], [one.source_key for one in people]
    by_mail: dict[str, set[str]] = {}
    rows = cohort.enrolments.filter(person__email__in=emails)
    for email, on in rows.values_list("person__email", "side"):
        by_mail.setdefault(email, set()).add(on)
    by_key = set(
        cohort.enrolments.filter(side=side, source_key__in=keys).values_list(
            "source_key", flat=True
        )
    )
    outcome = Enrolled()
    for one in people:
        sides = by_mail.get(one.email, set())
        if one.source_key in by_key or side in sides:
            outcome.known.append(one.source_key)
        elif sides:
            outcome.elsewhere.append(one.source_key)
        else:
            outcome.added.append(one.source_key)
    return outcome


@transaction.atomic
def enrol_many(
    *, cohort: Cohort, side: str, people: Sequence[Given], status: str, by: Person | None
) -> Enrolled:
    """Enrol the people who are not in the cohort yet, as submitted or available, without writing to them.

    Same address, same person: accounts are made for new addresses only. People enrolled already, on this
    side or the other, are left as they are. Doing it twice adds nobody. Nothing is written in the journal:
    the caller does, once for its file.
    """
    Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    outcome = already_enrolled(cohort=cohort, side=side, people=people)
    new = set(outcome.added)
    rows = [one for one in people if one.source_key in new]
    accounts = _accounts(rows)
    form = cohort.programme.mentor_form if side == Side.MENTOR else cohort.programme.mentee_form
    version, now = latest_version(form), clock.now()
    sheets = AnswerSheet.objects.bulk_create(
        [
            AnswerSheet(
                version=version,
                person=accounts[one.email],
                answers=dict(one.answers),
                saved_at=now,
                submitted_at=now,
            )
            for one in rows
        ]
    )
    most = settings_of(cohort.programme).mentor_capacity
    decided = {"decided_at": now, "decided_by": by} if status == EnrolmentStatus.AVAILABLE else {}
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                cohort=cohort,
                person=accounts[one.email],
                side=side,
                status=status,
                capacity=min(one.capacity, most) if one.capacity and side == Side.MENTOR else 1,
                sheet=sheet,
                source_key=one.source_key,
                submitted_at=now,
                **decided,
            )
            for one, sheet in zip(rows, sheets, strict=True)
        ]
    )
    return outcome


def _accounts(rows: Sequence[Given]) -> dict[str, Person]:
    """Return the account of each address, made where there was none: they sign in by a code sent there."""
    emails = [one.email for one in rows]
    Person.objects.bulk_create(
        [
            Person(
                email=one.email,
                first_name=one.first_name[:80],
                last_name=one.last_name[:80],
                password="!",  # noqa: S106 - no password: they sign in by a code
            )
            for one in rows
        ],
        ignore_conflicts=True,
    )
    return {person.email: person for person in Person.objects.filter(email__in=emails)}
