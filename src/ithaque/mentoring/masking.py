"""Contact data in the words of a minor's conversation: found, and hidden before anything is kept.

Phone numbers in French and international forms, spelled out too; e-mail addresses and those written around (“arobase”,
“point”); handles of social networks; addresses of sites, but those the programme allows. Messages that pass contact
data on are a known pattern of harm (docs/guide: protect). A date, an amount, a room number are none of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

MASK = "•••••"


class Contact(StrEnum):
    """What was hidden."""

    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    SITE = "site"


@dataclass
class Masked:
    """A text with its contact data hidden, and which kinds were."""

    text: str
    kinds: list[str] = field(default_factory=list)

    def hide(self, kind: Contact, pattern: re.Pattern[str], keep: Callable[[str], bool]) -> None:
        """Hide what a pattern finds, or its group `what`, unless `keep` says that it is something else."""

        def replaced(match: re.Match[str]) -> str:
            found = match["what"] if "what" in pattern.groupindex else match[0]
            if keep(found):
                return match[0]
            if kind not in self.kinds:
                self.kinds.append(kind)
            return match[0].replace(found, MASK)

        self.text = pattern.sub(replaced, self.text)


_AT = r"(?:\s*@\s*|\s*[\[({]\s*(?:at|arobase|chez)\s*[\])}]\s*|\s+(?:arobase|arobas|at)\s+)"
_DOT = r"(?:\s?\.\s?|\s*[\[({]\s*(?:dot|point)\s*[\])}]\s*|\s+(?:point|dot)\s+)"
_ENDINGS = "fr|com|net|org|io|gg|eu|app|dev|info|ch|ca|uk"
_NOT_IN_ADDRESS = r"(?<![\w.+-])(?<!https://)(?<!http://)"
EMAIL = re.compile(
    rf"{_NOT_IN_ADDRESS}(?:[\w.+-]+{_AT}[a-z0-9-]+(?:{_DOT}[a-z0-9-]+)*{_DOT}(?:{_ENDINGS}|[a-z]{{2,6}})\b"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)",
    re.IGNORECASE,
)
SITE = re.compile(
    rf"(?:https?://|www\.)\S+[^\s.,;:!?)»”]"
    rf"|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:{_ENDINGS})\b(?:/\S*[^\s.,;:!?)»”])?"
    rf"|\b(?:t|wa|m)\.me/\S+|\byoutu\.be/\S+|\b[a-z0-9-]{{3,}}\s+(?:point|dot)\s+(?:fr|com|net|org)\b",
    re.IGNORECASE,
)
_GAP = r"[\s.\-_·]{0,3}"
PHONE = re.compile(
    rf"(?<![\d+])(?:\+|00)\d{{1,3}}{_GAP}(?:\(0\))?(?:{_GAP}\d){{7,12}}(?!\d)"
    rf"|(?<![\d,.])0{_GAP}[1-9](?:{_GAP}\d){{8}}(?!\d)"
    r"|(?<![\d,.])0[1-9](?:\s?[/,]\s?\d\d){4}(?!\d)"
)
_DATE = re.compile(r"[0-3]?\d[./\-\s][01]?\d[./\-\s](?:19|20)\d\d")
_UNITS = "un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|one|two|three|four|five|seven|eight|nine"
_TENS = (
    "dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|septante"
    "|huitante|nonante|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_NUMBER = rf"(?:\d{{1,2}}|zéro|zero|{_UNITS}|{_TENS})"
SPELLED = re.compile(
    rf"\b(?:(?:zéro|zero)[\s,.\-]+(?:{_UNITS}|\d)|0[1-9])(?:[\s,.\-]+(?:et[\s\-]+)?{_NUMBER}){{4,}}\b",
    re.IGNORECASE,
)
_NETWORKS = (
    "instagram|insta|ig|snapchat|snap|tik\\s?tok|discord|whats\\s?app|telegram|messenger|facebook|fb"
    "|twitter|linkedin|skype|signal|be\\s?real|twitch"
)
HANDLES = (
    re.compile(r"(?<![\w@.])@(?P<what>(?=[\w.]*[a-z])[\w.]{3,30})", re.IGNORECASE),
    re.compile(r"(?P<what>\b\w{2,32}#\d{4})\b"),
    re.compile(rf"\b(?:{_NETWORKS})\s*(?:[:=→]|->)\s*(?P<what>[\w.\-]{{3,32}})", re.IGNORECASE),
    re.compile(
        rf"\b(?:{_NETWORKS})\s+(?:c[’']est|est|is)\s+(?P<what>(?=\S*[\d_.]\w)[\w.\-]{{3,32}})",
        re.IGNORECASE,
    ),
)
_COUNTED = re.compile(
    r"z[ée]ro[\s,.\-]+(?:un|one)[\s,.\-]+(?:deux|two)[\s,.\-]+(?:trois|three)\b", re.IGNORECASE
)


def mask(text: str, *, sites: Iterable[str] = ()) -> Masked:
    """Return the text with every contact hidden; addresses of `sites` and of their subdomains stay."""
    allowed = tuple(site.lower().removeprefix("www.") for site in sites)
    done = Masked(text)
    done.hide(Contact.EMAIL, EMAIL, lambda found: False)
    done.hide(Contact.SITE, SITE, lambda found: _is_of(found, allowed))
    done.hide(Contact.PHONE, PHONE, lambda found: bool(_DATE.match(found)))
    done.hide(Contact.PHONE, SPELLED, lambda found: bool(_COUNTED.match(found)))
    for pattern in HANDLES:
        done.hide(Contact.HANDLE, pattern, lambda found: False)
    return done


def _is_of(address: str, allowed: tuple[str, ...]) -> bool:
    host = re.sub(r"^https?://", "", address.lower()).split("/")[0].split("?")[0].split("#")[0]
    if "@" in host:  # a name before the host hides where it leads
        return False
    host = host.split(":")[0].removeprefix("www.")
    return any(host == site or host.endswith(f".{site}") for site in allowed)
