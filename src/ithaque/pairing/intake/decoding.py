"""Which letters the bytes stand for.

French files come in three dresses: UTF-8, the cp1252 of Excel's « CSV » and, from older Macs and terminals,
Mac Roman or cp850. A statistical guesser alone takes accented names for Polish or Turkish; so the certain signs
are read first (byte order mark, valid UTF-8, zero bytes) and the guesser only chooses among what French uses.
"""

from __future__ import annotations

import codecs
from itertools import pairwise

from ithaque.pairing.intake.table import TableError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WESTERN = ("cp1252", "mac_roman", "cp850")
SAMPLE = 200_000


def detect_encoding(data: bytes) -> str:
    """Return the name of the codec that reads these bytes.

    Raises `TableError("not_text")` when they are no text at all (a picture, a PDF, a programme).
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return name
    wide = _wide_encoding(data[:SAMPLE])
    if wide:
        return wide
    if _is_utf8(data):
        return "utf-8"
    if _looks_binary(data[:SAMPLE]):
        raise TableError("not_text")
    return _western_encoding(data)


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), SAMPLE):
            decoder.decode(data[start : start + SAMPLE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _wide_encoding(sample: bytes) -> str:
    """UTF-16 without its mark: every other byte of Western text is zero."""
    if len(sample) < 4:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""


def _looks_binary(sample: bytes) -> bool:
    controls = sum(sample.count(byte) for byte in range(32) if byte not in (0, 9, 10, 12, 13, 27))
    return controls > 0.02 * len(sample)


def _western_encoding(data: bytes) -> str:
    from charset_normalizer import from_bytes

    informative = b"\n".join(
        line for line in data[: 4 * SAMPLE].splitlines() if any(byte > 127 for byte in line)
    )
    best = from_bytes(informative[:SAMPLE] or data[:SAMPLE], cp_isolation=list(WESTERN)).best()
    guess = best.encoding if best is not None else "cp1252"
    if guess != "cp1252" and _oddness(informative, "cp1252") <= _oddness(informative, guess):
        return "cp1252"
    return guess


def _oddness(data: bytes, encoding: str) -> int:
    """Count the signs that no French or English word holds: the right codec leaves the fewest."""
    text = data.decode(encoding, errors="replace")
    strange = sum(
        1
        for sign in text
        if ord(sign) > 127 and not sign.isalpha() and sign not in "’‘“”«»–—…€°·•œŒ\u00a0\u202f"
    )
    shouted = sum(
        1
        for before, sign in pairwise(text)
        if before.islower() and sign.isupper() and ord(sign) > 127
    )
    return strange + shouted
