"""The words someone has just written, apart from what they quote and from their signature.

The library knows the usual shapes in French and in English; what it does not know is made to look like
what it does: no-break spaces, headings broken over two lines, the bars of French webmails.
"""

from __future__ import annotations

import re

from mailparser_reply.parser import EmailMessage

LONGEST = 60_000
"""Characters read; a message of a room holds far less."""
LONG_LINE = 400
"""A longer line is nobody's heading: it stands aside, so that no expression runs away on it."""
LANGUAGES = ["fr", "en"]
BAR = re.compile(
    r"^[> ]*(?:-{2,} ?(?:mail original|message d['’]origine|original message|message transféré"
    r"|forwarded message) ?-{2,}|_{10,}|message du \d{1,2}/\d{1,2}/\d{2,4}.*)$",
    re.IGNORECASE,
)
"""Bars above a quoted message: Zimbra (Free), Outlook, Orange, La Poste."""
HEADING = re.compile(r"^(?:le|on)\b(?=.*\d).{6,200}(?:a écrit|wrote) ?:$", re.IGNORECASE)
HEADING_STARTS = re.compile(r"^(?:le|on) .*\d", re.IGNORECASE)
FIELDS = re.compile(r"^\W{0,2}(?:de|from|expéditeur) ?:", re.IGNORECASE)
NEXT_FIELDS = re.compile(
    r"^\W{0,2}(?:envoyé(?: le)?|sent|date|à|a|to|objet|subject|cc) ?:", re.IGNORECASE
)
SENT_WITH = re.compile(
    r"^(?:envoyé (?:depuis|de mon|à partir)|télécharger outlook|obtenez outlook|sent from|get outlook"
    r"|provenance : courrier)\b.*$",
    re.IGNORECASE,
)
DATED = re.compile(r"[\d@]")
SIGNATURE, SIGNATURE_LINE = 400, 40
"""A longer text, or one that begins with a longer line, is words: “Thanks, I will come on Monday …”."""
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u200b": "", "\ufeff": ""})


def latest(text: str) -> str:
    """Return the newest words of a mail, empty when there are none."""
    lines = [line.rstrip() for line in text[:LONGEST].replace("\r\n", "\n").split("\n")]
    above = _above_the_quote(lines)
    if not "".join(above).strip():
        above = _below_the_quote(lines)
    return _without_signature(above)


def _above_the_quote(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        if _starts_quote(lines, number, line.translate(SPACES).strip()):
            return _trimmed(lines[:number])
    return _trimmed(lines)


def _starts_quote(lines: list[str], number: int, line: str) -> bool:
    if BAR.match(line) or HEADING.match(line):
        return True
    following = [after.translate(SPACES).strip() for after in lines[number + 1 : number + 4]]
    if HEADING_STARTS.match(line):
        # Gmail breaks its heading over two or three lines.
        return any(HEADING.match(" ".join([line, *following[:count]])) for count in (1, 2))
    return bool(FIELDS.match(line)) and any(NEXT_FIELDS.match(after) for after in following[:2])


def _trimmed(lines: list[str]) -> list[str]:
    """Leave out quoted lines: some write between them."""
    return [line for line in lines if not line.startswith(">")]


def _below_the_quote(lines: list[str]) -> list[str]:
    """Return what stands under the quoted lines, for who answers below."""
    last = max((number for number, line in enumerate(lines) if line.startswith(">")), default=None)
    return [] if last is None else lines[last + 1 :]


def _without_signature(lines: list[str]) -> str:
    kept = []
    for line in lines:
        if line.strip() == "--":
            break
        if not SENT_WITH.match(line.translate(SPACES).strip()):
            kept.append(line)
    aside: list[str] = []
    body = _read("\n".join(_stand_in(line, aside) for line in kept))
    for number, line in enumerate(aside):
        body = body.replace(_mark(number), line)
    return body.strip()


def _read(text: str) -> str:
    """Return what the library holds for the answer, less its signature when it is surely one."""
    read = EmailMessage(text=text, languages=list(LANGUAGES), keep_hyphen_lists=True).read()
    body = ""
    for reply in read.replies:
        if reply.headers and not DATED.search(reply.headers):
            # “On Monday my boss wrote:” is a sentence like another.
            body = f"{body}\n{reply.content}"
        elif reply.headers:
            break
        else:
            body = reply.content
        if _is_signature(reply.signatures or ""):
            body = body.replace(reply.signatures or "", "")
    return body


def _is_signature(words: str) -> bool:
    first = words.strip().partition("\n")[0]
    return bool(words) and len(words) <= SIGNATURE and len(first) <= SIGNATURE_LINE


def _stand_in(line: str, aside: list[str]) -> str:
    if len(line) <= LONG_LINE:
        return line
    aside.append(line)
    return _mark(len(aside) - 1)


def _mark(number: int) -> str:
    return f"\ue000{number}\ue001"
