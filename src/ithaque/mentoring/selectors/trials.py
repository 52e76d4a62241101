"""Reading the end of trials, and the words after a pair; always told who looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from ithaque.mentoring.enums import ClosurePath, PairStatus
from ithaque.mentoring.models import Debrief, Pair, TrialAnswer, TrialPeriod
from ithaque.mentoring.selectors.pairs import WITH_PEOPLE, of_member
from ithaque.people.models import Person
from ithaque.programmes.enums import PairFormat, TeamRole
from ithaque.programmes.models import Programme, TeamMember


def trial_of(pair: Pair) -> TrialPeriod | None:
    """Return the trial a pair was asked about, None before."""
    return TrialPeriod.objects.filter(pair=pair).first()


def trial_answer_of(trial: TrialPeriod, person: Person) -> TrialAnswer | None:
    """Return what someone said at the end of their trial; the other’s answer is never theirs to read."""
    return trial.answers.filter(person=person).first()


def trials_to_answer(person: Person) -> list[TrialPeriod]:
    """Return the trials about which someone was asked and has not answered."""
    answered = TrialAnswer.objects.filter(trial=OuterRef("pk"), person=person)
    mine = TrialPeriod.objects.filter(
        of_member(person, "pair"), settled_at=None, pair__status=PairStatus.ACTIVE
    )
    return list(
        mine.exclude(Exists(answered)).select_related("pair", *_pairs("pair")).order_by("pk")
    )


def _pairs(path: str) -> list[str]:
    return [f"{path}__{one}" for one in WITH_PEOPLE]


def debrief_of(pair: Pair, person: Person) -> Debrief | None:
    """Return what someone wrote after a pair."""
    return Debrief.objects.filter(pair=pair, person=person).first()


def debriefs_to_write(person: Person) -> list[Pair]:
    """Return the pairs of a mentee that ended before their term and after which they have not said what they want."""
    ended = Pair.objects.filter(mentee__person=person, status=PairStatus.CLOSED)
    return list(_without_a_word(ended).select_related(*WITH_PEOPLE).order_by("pk"))


def _without_a_word(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    written = Debrief.objects.filter(pair=OuterRef("pk"), person=OuterRef("mentee__person"))
    asked = pairs.exclude(format=PairFormat.FLASH).exclude(closure__path=ClosurePath.PLANNED)
    return asked.exclude(Exists(written))


def debriefs_to_have(
    person: Person, programmes: Iterable[Programme] | None = None
) -> QuerySet[Pair]:
    """Return the pairs ended early, in the programmes someone coordinates, whose mentee has not said what they want."""
    team = TeamMember.objects.filter(person=person, role=TeamRole.COORDINATOR)
    if programmes is not None:
        team = team.filter(programme__in=list(programmes))
    ended = Pair.objects.filter(
        cohort__programme__in=team.values("programme"), status=PairStatus.CLOSED
    )
    return (
        _without_a_word(ended)
        .select_related("closure", *WITH_PEOPLE)
        .order_by("-closure__completed_at", "pk")
    )


@dataclass(frozen=True)
class Aftermath:
    """What a coordinator reads after a pair: who left the trial and why, what each said since."""

    pair: Pair
    leaver: TrialAnswer | None
    debriefs: dict[int, Debrief]

    def of(self, person: Person) -> Debrief | None:
        """Return what someone wrote, or a coordinator for them."""
        return self.debriefs.get(person.pk)


def aftermath_of(pair: Pair) -> Aftermath:
    """Return what is known after a pair, for its coordinators."""
    leaver = TrialAnswer.objects.filter(trial__pair=pair, goes_on=False).select_related("person")
    rows = Debrief.objects.filter(pair=pair).select_related("by")
    return Aftermath(pair, leaver.first(), {one.person_id: one for one in rows})
