"""A copied cohort holds, model by model, the rows of its model with the same fields filled."""

from __future__ import annotations

import random
from collections import Counter, deque

import pytest
from django.apps import apps
from django.db import models, transaction

from ithaque.demo.build import _programme
from ithaque.demo.multiply import LEFT_OUT, Copier
from ithaque.demo.stage import Stage
from ithaque.demo.village import Village
from ithaque.kernel.models import JournalEntry, OutboxMessage
from ithaque.matching.models import MatchRun
from ithaque.people.models import Person
from ithaque.programmes.models import Cohort

pytestmark = [pytest.mark.slow, pytest.mark.databases]

LEFT_BEHIND = {"source_key", "record", "book", "dedupe_key"}
"""What only the model has: keys of its own import or mail, and the record of its runs' people."""


def path_to_cohort(kind: type[models.Model]) -> str | None:
    """Return the shortest way of foreign keys from a model to the cohort it belongs to."""
    waiting: deque[tuple[type[models.Model], str]] = deque([(kind, "")])
    seen = {kind}
    while waiting:
        here, path = waiting.popleft()
        if here is Cohort:
            return path.removeprefix("__")
        for field in here._meta.concrete_fields:
            target = field.related_model
            if isinstance(field, models.ForeignKey) and target not in seen:
                seen.add(target)
                waiting.append((target, f"{path}__{field.name}"))
    return None


OF_A_COHORT = {
    kind: path
    for kind in apps.get_models()
    if kind.__module__.startswith("ithaque.")
    and kind not in LEFT_OUT
    and (path := path_to_cohort(kind))
}


@pytest.fixture(scope="module")
def copied(village: Village) -> Cohort:
    """The cohort of another town, holding one copy of the village's."""
    stage = Stage(random.Random(1), taken=village.stage.taken)
    cohort, coordinator = _programme(stage, "Brest")
    Copier(village.cohort, stage).copy_into(cohort, coordinator)
    return cohort


@pytest.mark.parametrize("kind", OF_A_COHORT, ids=lambda kind: kind._meta.label)
def test_copy_holds_the_same_rows_with_the_same_fields_filled(
    kind: type[models.Model], village: Village, copied: Cohort
):
    assert filled(kind, copied) == filled(kind, village.cohort)


def filled(kind: type[models.Model], cohort: Cohort) -> Counter[str]:
    """Count the rows of a cohort, and how many of them fill each field."""
    rows = list(kind._default_manager.filter(**{OF_A_COHORT[kind]: cohort}))
    names = [f.attname for f in kind._meta.concrete_fields if f.name not in LEFT_BEHIND]
    counts = Counter(
        name for row in rows for name in names if getattr(row, name) not in (None, "", [], {})
    )
    counts["rows"] = len(rows)
    return counts


def test_copy_brings_as_many_other_people(village: Village, copied: Cohort):
    there = Person.objects.filter(enrolments__cohort=copied).distinct()
    model = Person.objects.filter(enrolments__cohort=village.cohort).distinct()
    assert there.count() == model.count()
    assert not {p.email for p in there} & {p.email for p in model}


def test_copy_brings_its_journal_and_its_letters(village: Village, copied: Cohort):
    entries = JournalEntry.objects
    model, there = village.cohort.programme.public_id, copied.programme.public_id
    assert entries.filter(scope_id=there).count() >= entries.filter(scope_id=model).count()
    letters = OutboxMessage.objects.filter(person__enrolments__cohort=copied).distinct()
    assert letters.count() >= 100


def test_no_row_of_a_copy_points_at_the_people_of_the_model(village: Village, copied: Cohort):
    model = set(
        Person.objects.filter(enrolments__cohort=village.cohort).values_list("pk", flat=True)
    )
    faults = [
        f"{kind._meta.label}.{field.name}"
        for kind, path in OF_A_COHORT.items()
        for field in kind._meta.concrete_fields
        if field.related_model is Person
        and kind._default_manager.filter(**{path: copied, f"{field.name}__in": model}).exists()
    ]
    assert faults == []


def test_copies_into_the_cohort_of_the_model_share_its_runs_and_are_not_copied_in_turn(
    village: Village,
):
    copier = Copier(village.cohort, Stage(random.Random(2), taken=village.stage.taken))
    runs = MatchRun.objects.filter(cohort=village.cohort)
    entries = JournalEntry.objects.filter(scope_id=village.cohort.programme.public_id)
    before = runs.count(), entries.count()
    with transaction.atomic():
        copier.copy_into(village.cohort, village.nadia)
        copier.copy_into(village.cohort, village.nadia)
        assert (runs.count(), entries.count()) == (before[0], 3 * before[1])
        transaction.set_rollback(True)
