"""Who may read a conversation, and what the designated adults see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ithaque.mentoring.models import (
    ConversationReading,
    DesignatedAdult,
    Message,
    MessageVersion,
    Pair,
    PairMember,
)
from ithaque.mentoring.protection import Mode, mode_of
from ithaque.mentoring.selectors.conversation import Page, conversation
from ithaque.mentoring.selectors.pairs import WITH_PEOPLE
from ithaque.people.enums import OrganisationRole
from ithaque.people.models import Person
from ithaque.programmes.models import Programme

READINGS_SHOWN = 20


@dataclass(frozen=True)
class Watch:
    """How a conversation is supervised: the mode from now on, who may read, and who did."""

    mode: Mode
    adults: list[Person]
    readings: list[ConversationReading]

    @property
    def is_supervised(self) -> bool:
        """Tell whether what is written now may be read by designated adults."""
        return self.mode != Mode.PRIVATE


def eligible_adults(programme: Programme) -> QuerySet[Person]:
    """Return who may be designated: the programme's team but its observers, and the safeguarding leads."""
    team = Q(team_roles__programme=programme, team_roles__role__in=("coordinator", "follower"))
    leads = Q(
        organisation_roles__organisation=programme.organisation_id,
        organisation_roles__role=OrganisationRole.SAFEGUARDING_LEAD,
    )
    found = Person.objects.filter(team | leads, is_active=True, erased_at=None)
    return found.distinct().order_by("last_name", "pk")


def designated_adults(programme: Programme) -> list[Person]:
    """Return who reads the supervised conversations: those named and still there, else the safeguarding leads."""
    named = DesignatedAdult.objects.filter(programme=programme).values("person")
    lead = OrganisationRole.SAFEGUARDING_LEAD
    leading = Person.objects.filter(
        pk=OuterRef("pk"),
        organisation_roles__organisation=programme.organisation_id,
        organisation_roles__role=lead,
    )
    marked = eligible_adults(programme).annotate(
        is_named=Exists(DesignatedAdult.objects.filter(programme=programme, person=OuterRef("pk"))),
        is_lead=Exists(leading),
    )
    found = list(marked.filter(Q(pk__in=named) | Q(is_lead=True)))
    chosen = [one for one in found if one.is_named]
    return list(chosen or [one for one in found if one.is_lead])


def readers_of(pair: Pair) -> list[Person]:
    """Return the designated adults who read this conversation: none is one of its members."""
    members = {one.pk for one in pair.people}
    return [one for one in designated_adults(pair.programme) if one.pk not in members]


def watch_of(pair: Pair) -> Watch:
    """Return how a conversation is supervised, for its members."""
    mode = mode_of(pair)
    adults = readers_of(pair) if mode != Mode.PRIVATE else []
    readings = pair.supervised_readings.select_related("person")[:READINGS_SHOWN]
    return Watch(mode, adults, list(readings))


def supervised_by(person: Person) -> QuerySet[Pair]:
    """Return the pairs whose supervised messages a person may read, those with something new first.

    Each row has `last_at`, when the last supervised message was written, and `unread`, how many since they read.
    """
    lead = Q(
        cohort__programme__organisation__members__person=person,
        cohort__programme__organisation__members__role=OrganisationRole.SAFEGUARDING_LEAD,
    )
    nobody = ~Exists(DesignatedAdult.objects.filter(programme=OuterRef("cohort__programme")))
    named = Exists(
        DesignatedAdult.objects.filter(programme=OuterRef("cohort__programme"), person=person)
    )
    team = Q(
        cohort__programme__team__person=person,
        cohort__programme__team__role__in=("coordinator", "follower"),
    )
    inside = PairMember.objects.filter(pair=OuterRef("pk"), person=person, left_at=None)
    found = (
        Pair.objects.filter((Q(named) & (team | lead)) | (Q(nobody) & lead))
        .exclude(Exists(inside))
        .filter(Exists(Message.objects.filter(pair=OuterRef("pk"), supervised=True)))
        .distinct()
    )
    written = Message.objects.filter(pair=OuterRef("pk"), supervised=True)
    read = ConversationReading.objects.filter(
        pair=OuterRef("pair"), person=person, at__gte=OuterRef("created_at")
    )
    fresh = written.exclude(Exists(read)).order_by().values("pair").annotate(number=Count("pk"))
    return (
        Pair.objects.filter(pk__in=found.values("pk"))
        .annotate(
            last_at=Subquery(written.order_by("-created_at").values("created_at")[:1]),
            unread=Coalesce(Subquery(fresh.values("number")), 0),
        )
        .select_related(*WITH_PEOPLE)
        .order_by("-last_at", "-pk")
    )


def supervised_pair(person: Person, pair_id: UUID) -> Pair | None:
    """Return a pair whose supervised messages a person may read."""
    return supervised_by(person).filter(public_id=pair_id).first()


def supervised_page(pair: Pair, *, before: datetime | None = None) -> Page:
    """Return supervised messages alone, with what each said before."""
    return conversation(pair, before=before, supervised=True)


def versions_of(page: Page) -> dict[int, list[MessageVersion]]:
    """Return what the messages of a page said before, by message."""
    found: dict[int, list[MessageVersion]] = {}
    for version in MessageVersion.objects.filter(message__in=[one.pk for one in page.letters]):
        found.setdefault(version.message_id, []).append(version)
    return found
