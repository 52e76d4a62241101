"""What is hidden in the words of a minor's conversation, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.mentoring.masking import MASK, mask

PHONES = [
    "0612345678",
    "06 12 34 56 78",
    "06.12.34.56.78",
    "06-12-34-56-78",
    "06/12/34/56/78",
    "06, 12, 34, 56, 78",
    "0 6 1 2 3 4 5 6 7 8",
    "06 123 456 78",
    "06 1234 5678",
    "06\u00a012\u00a034\u00a056\u00a078",
    "06_12_34_56_78",
    "+33612345678",
    "+33 6 12 34 56 78",
    "+33 (0)6 12 34 56 78",
    "0033 6 12 34 56 78",
    "+44 7700 900123",
    "+1 202-555-0143",
    "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
    "Zero six, douze, trente quatre, cinquante six, soixante dix huit",
    "zéro six vingt trente quarante cinquante",
    "zéro sept quatre-vingts vingt-et-un trente et un douze",
    "06 douze 34 cinquante-six 78",
    "zero six one two three four five six seven eight",
]
EMAILS = [
    "ines@test.example",
    "ines.martin+cv@mail.test.fr",
    "ines.martin (at) mail (point) fr",
    "ines [at] mail . fr",
    "ines arobase gmail point com",
    "ines at gmail dot com",
    "INES@TEST.FR",
]
SITES = [
    "https://example.com/page?x=1",
    "http://exemple.fr",
    "www.exemple.fr/forum",
    "exemple.fr",
    "mon-site.com/ines",
    "wa.me/33612345678",
    "t.me/ines35",
    "youtu.be/abc123",
    "discord.gg/abcd",
    "monsite point com",
    "https://onisep.fr@pirate.example/x",
    "https://onisep.fr.pirate.com",
]
HANDLES = [
    "@ines_martin",
    "@ines.m",
    "insta : ines.martin",
    "Snap: ines35",
    "mon snap c’est ines_35",
    "insta is ines.35",
    "TikTok -> inesm",
    "ines#1234",
    "discord = ines_m",
]
LEFT_ALONE = [
    "Rendez-vous le 01/02/2026 à 14 h 30",
    "le 01.02.2026 14 h",
    "le 01-02-2026 10 12",
    "Du 2026-12-01 au 2026-12-15",
    "Il y a 1 234 567 habitants à 250 000 euros",
    "Salle 0612, bâtiment 3",
    "SIRET 123 456 789 00012",
    "De 8 h à 12 h, puis de 14 h à 18 h",
    "Un, deux, trois, quatre, cinq objectifs",
    "zéro, un, deux, trois, quatre, cinq",
    "J’ai eu 15/20 et 12,5 en maths",
    "Mon insta est super",
    "Tu as Snap ? Et Instagram ?",
    "On se retrouve @ midi",
    "Voilà... demain.Je viens à 10h",
    "oui.me voici",
    "etc. Le point important : la lettre",
    "C’est le point de départ, at the end of the day",
    "https://www.onisep.fr/metiers et parcoursup.fr",
    "M. Martin, 2e étage, 35000 Rennes",
    "Le 6, 12, 34, 56 et 78",
    "ISBN 978-2-07-036822-8",
    "3.14 et 0,0612345678",
]


@pytest.mark.parametrize(
    ("kind", "contact"),
    [
        *(("phone", one) for one in PHONES),
        *(("email", one) for one in EMAILS),
        *(("site", one) for one in SITES),
        *(("handle", one) for one in HANDLES),
    ],
)
def test_contact_is_hidden_with_its_kind(kind, contact):
    done = mask(f"Voilà : {contact}, à jeudi", sites=["onisep.fr"])
    assert done.kinds == [kind], done.text
    assert MASK in done.text
    assert done.text.startswith("Voilà : ")
    assert done.text.endswith("à jeudi")
    for digits in ("345", "7700", "555", "trente", "ines_", "gmail", "exemple", "pirate"):
        assert digits not in done.text


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_no_contact_is_left_alone(text):
    done = mask(text, sites=["onisep.fr", "parcoursup.fr"])
    assert (done.text, done.kinds) == (text, [])


def test_several_contacts_are_all_hidden():
    done = mask("06 12 34 56 78 ou ines@test.fr, insta: ines35")
    assert sorted(done.kinds) == ["email", "handle", "phone"]
    assert done.text == f"{MASK} ou {MASK}, insta: {MASK}"


@given(st.text(max_size=300))
def test_masking_twice_changes_nothing_more(text):
    once = mask(text).text
    assert mask(once).text == once


def test_masking_a_long_hostile_text_stays_fast():
    for text in ("a." * 2500, "0 " * 2500, "@" * 5000, "zéro " * 1000, "a@" * 2500, "-." * 2500):
        mask(text)
