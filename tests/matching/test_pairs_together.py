"""Two coordinators at the same instant with a file of pairs: each pair once, told or undone, never both."""

from __future__ import annotations

import pytest

from ithaque.kernel import clock
from ithaque.kernel.models import OutboxMessage
from ithaque.matching.enums import ImportStatus
from ithaque.matching.models import Import, ImportedPair
from ithaque.matching.services import (
    Wishes,
    begin_pairs,
    imports,
    pair_imports,
    start_import,
    undo_pairs,
)
from ithaque.mentoring.models import Pair
from ithaque.programmes.models import Enrolment
from tests.matching import factories as make
from tests.matching.test_last_place import in_parallel

pytestmark = [pytest.mark.databases, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def nadia():
    return make.person("Nadia")


def begun(cohort, nadia, lines, become="quiet"):
    content = ("Mentoré;Mentor\n" + "".join(f"{line}\n" for line in lines)).encode()
    made = start_import(cohort=cohort, side="pairs", name="a.csv", content=content, by=nadia)
    return begin_pairs(import_=made, wishes=Wishes(become, enrol=True), by=nadia)


def test_same_file_taken_in_twice_at_once_forms_each_pair_once(nadia):
    cohort = make.cohort(nadia)
    lines = [
        f"{make.mentee(cohort).person.email};{make.mentor(cohort).person.email}" for _n in range(6)
    ]
    lines.append("zoe@test.example;marc@test.example")
    both = [begun(cohort, nadia, lines) for _turn in range(2)]
    came = in_parallel([lambda one=one: imports.take_in(one.pk) for one in both], threads=2)
    assert came == [None, None]
    assert set(Import.objects.values_list("status", flat=True)) == {ImportStatus.DONE}
    assert (Pair.objects.count(), ImportedPair.objects.count()) == (7, 7)
    assert Enrolment.objects.filter(person__email="zoe@test.example").count() == 1


@pytest.mark.parametrize("_turn", range(4))
def test_undoing_at_the_instant_people_are_told_does_one_or_the_other(nadia, _turn):
    cohort = make.cohort(nadia)
    line = f"{make.mentee(cohort).person.email};{make.mentor(cohort).person.email}"
    made = begun(cohort, nadia, [line], "told")
    imports.take_in(made.pk)
    Import.objects.filter(pk=made.pk).update(tell_at=clock.now())
    told, undone = in_parallel(
        [pair_imports.tell_due, lambda: undo_pairs(import_=made, by=nadia)], threads=2
    )
    written = OutboxMessage.objects.filter(kind="mentoring.pair_opened").count()
    if undone == "told":
        assert (told, written, Pair.objects.count()) == (1, 2, 1)
    else:
        assert (told, written, Pair.objects.count()) == (0, 0, 0)
