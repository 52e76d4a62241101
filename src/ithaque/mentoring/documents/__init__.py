"""The documents of the room, as tagged PDF (PDF/UA-1) set by typst with the fonts that ship beside it.

The `.typ` files hold the layout and no word: every sentence is made here, in the reader's language, and
handed over as data, so that a name is never read as markup.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ithaque.kernel import clock, files
from ithaque.kernel.bilingual import pick
from ithaque.mentoring import paths
from ithaque.mentoring.enums import ContactChannel, SignerRole
from ithaque.mentoring.models import Certificate, Pair, SealedAgreement, Signature
from ithaque.mentoring.models.pairs import names_of
from ithaque.mentoring.terms import AgreementTerms, terms_of
from ithaque.people.brand.look import HOUSE_COLOUR
from ithaque.people.models import Organisation, Person
from ithaque.programmes.selectors import coordinators_of
from ithaque.ui import dates
from ithaque.ui.templatetags.typo import number

HERE = Path(__file__).parent
BREAKS = re.compile(r"[ \t\r\n]+")
"""Not every space: those that hold French punctuation stay."""
LEAD = re.compile(r"^(?P<lead>[^.]{3,60}\.)\s+(?P<text>\S.*)$", re.DOTALL)
"""A paragraph that opens with its title: “Trust. What we tell each other…”."""


@dataclass(frozen=True)
class Difference:
    """A term before and after a change, in words."""

    label: str
    before: str
    after: str


def certificate_pdf(certificate: Certificate, *, locale: str) -> bytes:
    """Return the certificate in a language."""
    person = certificate.person
    with translation.override(locale), timezone.override(person.time_zone):
        return _compile(
            "certificate",
            _certificate_words(certificate),
            certificate.pair.programme.organisation,
        )


def agreement_pdf(
    sealed: SealedAgreement, pair: Pair, signatures: Sequence[Signature], *, locale: str
) -> bytes:
    """Return a version of the agreement as all signed it, in a language."""
    with translation.override(locale), timezone.override(pair.mentee.person.time_zone):
        return _compile(
            "agreement",
            _agreement_words(sealed, pair, signatures),
            pair.programme.organisation,
        )


def paragraphs(text: str) -> list[dict[str, str]]:
    """Return the paragraphs of a text, each with the short title it opens with, if any."""
    parts = [BREAKS.sub(" ", part.strip()) for part in re.split(r"\n\s*\n", text) if part.strip()]
    return [_with_lead(part) for part in parts]


def _with_lead(part: str) -> dict[str, str]:
    found = LEAD.match(part)
    return found.groupdict() if found else {"lead": "", "text": part}


def _compile(name: str, words: dict[str, Any], organisation: Organisation) -> bytes:
    """Set a document in the colour and under the logo of its organisation."""
    data = {
        **words,
        "lang": translation.get_language() or settings.LANGUAGE_CODE,
        "colour": organisation.colour or HOUSE_COLOUR,
        "logo": "logo.png" if organisation.logo else "logo.svg",
        "house": organisation.name if organisation.logo else "Ithaque",
    }
    with tempfile.TemporaryDirectory() as name_of_folder:
        folder = Path(name_of_folder)  # typst reads nothing outside of it
        shutil.copy(HERE / f"{name}.typ", folder)
        shutil.copy(HERE / "logo.svg", folder)
        if organisation.logo:
            (folder / "logo.png").write_bytes(files.read(organisation.logo))
        pdf = typst.compile(
            folder / f"{name}.typ",
            root=folder,
            font_paths=[HERE / "fonts"],
            ignore_system_fonts=True,
            pdf_standards="ua-1",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    assert isinstance(pdf, bytes)
    return pdf


def _certificate_words(certificate: Certificate) -> dict[str, Any]:
    pair, person = certificate.pair, certificate.person
    is_mentor = person.pk == pair.mentor.person_id
    issuer = pair.programme.organisation.name
    return {
        "title": _("Certificate of mentoring"),
        "issuer": issuer,
        "lead": _("%(organisation)s certifies that") % {"organisation": issuer},
        "name": person.get_full_name(),
        "deed": (
            _("accompanied someone as a volunteer mentor, in the programme “%(programme)s”.")
            if is_mentor
            else _("followed a mentoring path, in the programme “%(programme)s”.")
        )
        % {"programme": pair.programme.title},
        "facts": [
            [_("Meetings held"), number(certificate.meetings)],
            [_("Time spent together"), time_spent(certificate)],
            [_("First meeting"), dates.day(certificate.from_on, weekday=False, year=True)],
            [_("Last meeting"), dates.day(certificate.to_on, weekday=False, year=True)],
        ],
        "signatures": [
            [_("For the programme"), _coordinator_name(pair) or issuer],
            [_("Issued on"), dates.day(certificate.created_at, weekday=False, year=True)],
        ],
        "verify": _("Code %(code)s. Anyone may check this certificate at:")
        % {"code": certificate.code},
        "address": f"{settings.SITE_URL}{paths.verification(certificate)}",
    }


def time_spent(certificate: Certificate) -> str:
    """Return “9 hours”, “9.5 hours” in words of the active language."""
    hours = certificate.hours.quantize(Decimal("0.1"))
    shown = number(hours)
    return ngettext("%(hours)s hour", "%(hours)s hours", int(hours)) % {"hours": shown}


def _coordinator_name(pair: Pair) -> str:
    found: Person | None = coordinators_of(pair.programme).first()
    return found.get_full_name() if found else ""


def _agreement_words(
    sealed: SealedAgreement, pair: Pair, signatures: Sequence[Signature]
) -> dict[str, Any]:
    names = _("%(mentee)s and %(mentor)s") % {
        "mentee": pair.mentee.person.get_full_name(),
        "mentor": pair.mentor.person.get_full_name(),
    }
    return {
        "title": _("Mentoring agreement"),
        "issuer": pair.programme.organisation.name,
        "subtitle": f"{names} · {pair.programme.title}",
        "paragraphs": paragraphs(pick(sealed.text_fr, sealed.text_en)),
        "terms_title": _("Our terms"),
        "terms": [list(row) for row in terms_in_words(sealed, pair)],
        "signatures_title": _("Signatures"),
        "signatures": [
            {
                "name": signature.name,
                "said": _said(signature),
            }
            for signature in signatures
        ],
        "seal": _("Version %(version)s. Digest of the words signed: %(digest)s")
        % {"version": sealed.version, "digest": sealed.digest},
        "foot": _("Mentoring agreement, version %(version)s, %(day)s")
        % {
            "version": sealed.version,
            "day": dates.day(clock.today(), weekday=False, year=True),
        },
    }


def _said(signature: Signature) -> str:
    """Return in whose name and when: “Mentor, signed on Tuesday 3 March at 18:00”."""
    signed = _("signed on %(moment)s") % {"moment": dates.moment(signature.signed_at)}
    return f"{SignerRole(signature.role).label}, {signed}" if signature.role else signed


def terms_in_words(agreement: Any, pair: Pair) -> list[tuple[str, str]]:
    """Return an agreement (sealed or not) as labels and words: parties, terms, whom to turn to."""
    parties = names_of(pair.people, lambda one: one.get_full_name())
    coordinator = _coordinator_name(pair)
    organisation = pair.programme.organisation.name
    rows = [
        (_("Between"), parties),
        (_("Programme"), f"{pair.programme.title}, {organisation}"),
        *_choices_in_words(terms_of(agreement), pair),
        (_("Whom to turn to"), f"{coordinator}, {organisation}" if coordinator else organisation),
    ]
    return [(label, words) for label, words in rows if words]


def differences(before: dict[str, Any], after: dict[str, Any], pair: Pair) -> list[Difference]:
    """Return what an amendment changed, label by label; either side may be empty."""
    was, is_now = (
        dict(_choices_in_words(AgreementTerms.model_validate(side), pair))
        for side in (before, after)
    )
    return [
        Difference(label, was[label], is_now[label]) for label in was if was[label] != is_now[label]
    ]


def _choices_in_words(terms: AgreementTerms, pair: Pair) -> list[tuple[str, str]]:
    """Return what the pair chose, as labels and words, the empty ones too."""
    return [
        (_("What we work towards"), terms.goals),
        (
            _("Period"),
            _("from %(start)s to %(end)s")
            % {
                "start": dates.day(pair.started_on, weekday=False, year=True),
                "end": dates.day(pair.ends_on, weekday=False, year=True),
            },
        ),
        (
            _("Rhythm"),
            ngettext(
                "%(count)s meeting a month, of %(length)s",
                "%(count)s meetings a month, of %(length)s each",
                max(1, round(terms.meetings_per_month)),
            )
            % {
                "count": number(terms.meetings_per_month),
                "length": dates.duration(terms.meeting_minutes),
            },
        ),
        (_("Where we meet"), ", ".join(terms.places)),
        (_("Between meetings"), terms.between),
        (_("Outside this space"), str(ContactChannel(terms.outside).label)),
        (_("If something comes up"), terms.surprises),
        (_("In our own words"), terms.own_words),
    ]
