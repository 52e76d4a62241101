"""The houses of the village: a brand each, a template kept, and a team in which not everyone sees everything."""

from __future__ import annotations

from dataclasses import dataclass

from ithaque.demo.stage import Stage, on
from ithaque.kernel.bilingual import Bilingual
from ithaque.mentoring.models import Pair
from ithaque.people.brand.services import change_brand, change_logo
from ithaque.people.models import Organisation, Person
from ithaque.programmes.enums import TeamRole
from ithaque.programmes.models import Programme
from ithaque.programmes.services import add_member, entrust, save_as_template

ENTRUSTED = 3
SAIL = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 48"><path fill="#0f5561" d="M34 3c9 8 15 19 16 31'
    'H34z"/><path fill="#b9472a" d="M30 12v22H12c3-9 9-16 18-22z"/><path fill="#0f5561" d="M8 38h48c-4 6-12 8-24 8'
    'S12 44 8 38z"/></svg>'
)
RIVERS = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 48"><circle cx="32" cy="24" r="22" fill="#6d2e7c"/>'
    '<path fill="none" stroke="#fffcf6" stroke-width="4" d="M14 18c8 6 12-6 20 0s12-2 16 0M14 30c8 6 12-6 20 0s12-2'
    ' 16 0"/></svg>'
)


@dataclass(frozen=True)
class Look:
    """What a house chose."""

    colour: str
    logo: str
    sender: str


CAP = Look("#0f5561", SAIL, "Cap Rennes")
UNIVERSITY = Look("#6d2e7c", RIVERS, "Mentorat des Deux-Rives")


def play(stage: Stage, programme: Programme, university: Organisation, pairs: list[Pair]) -> None:
    """Dress both houses, keep a template and widen the team, a few days ago."""
    adele, nadia, bruno = (stage.enter(key) for key in ("adele", "nadia", "bruno"))
    with on(-5, 11):
        dress(programme.organisation, CAP, by=adele)
        dress(university, UNIVERSITY, by=adele)
        keep(programme, by=nadia)
        widen(programme, bruno, pairs, by=nadia)


def dress(organisation: Organisation, look: Look, *, by: Person) -> None:
    """Give a house its colour, its logo and the name its messages leave under."""
    change_brand(
        organisation=organisation,
        colour=look.colour,
        colour_dark="",
        sender_name=look.sender,
        reply_to=organisation.contact_email,
        by=by,
    )
    change_logo(organisation=organisation, content=look.logo.encode(), by=by)


def keep(programme: Programme, *, by: Person) -> None:
    """Keep the programme as the template of the next ones."""
    save_as_template(
        programme=programme,
        name=Bilingual(fr="Cap Insertion, notre format", en="Cap Insertion, our format"),
        summary=Bilingual(
            fr="Six mois, deux rencontres par mois, avec nos textes et nos questions.",
            en="Six months, two meetings a month, with our texts and our questions.",
        ),
        by=by,
    )


def widen(programme: Programme, follower: Person, pairs: list[Pair], *, by: Person) -> None:
    """Let someone follow a few pairs, and nothing else."""
    member = add_member(programme=programme, email=follower.email, role=TeamRole.FOLLOWER, by=by)
    entrust(member=member, mentees=[pair.mentee for pair in pairs[:ENTRUSTED]], by=by)
