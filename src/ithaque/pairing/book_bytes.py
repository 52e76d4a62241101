"""A price book as bytes: arrays of whole numbers and a few words, no code."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from .book import PriceBook
from .flow import Arcs
from .gains import Gains
from .network import Network
from .places import Longs, Places

FORMAT = "ithaque.pairing.book/1"  # changes with any change of what is written
SIDES = ("ours", "theirs")


def to_bytes(book: PriceBook) -> bytes:
    """Return a book as an archive of NumPy arrays, not compressed: it is read often."""
    net = book.network
    words = {
        "format": FORMAT,
        "mentees": book.mentees,
        "mentors": book.mentors,
        "unit": book.unit,
        "proven": book.proven,
        "fit": book.gains.fit,
        "floor": book.gains.floor,
        "bonus": book.gains.bonus,
    }
    arrays: dict[str, npt.NDArray[Any]] = {
        "words": np.frombuffer(json.dumps(words).encode(), dtype=np.uint8),
        "rows": net.arcs.rows.astype(np.int32),
        "columns": net.arcs.columns.astype(np.int32),
        "gains": net.arcs.gains.astype(np.int32),
        "scores": net.scores.astype(np.int32),
        "used": net.used,
        "u": net.u,
        "p": net.p,
        "slack": net.slack,
        "locked": _table([(*pair, score) for pair, score in sorted(book.locked.items())], 3),
        "kept": book.gains.kept,
        "barred": _table(sorted(book.barred), 2),
    }
    for name, places in zip(SIDES, (net.ours, net.theirs), strict=True):
        arrays[name] = np.array(places.tiers, dtype=np.int64)
    written = BytesIO()
    np.savez(written, allow_pickle=False, **arrays)
    return written.getvalue()


def from_bytes(data: bytes) -> PriceBook:
    """Return the book of these bytes. Raises `ValueError` when they are not a book of this version."""
    try:
        with np.load(BytesIO(data), allow_pickle=False) as file:
            found = {name: file[name] for name in file.files}
        words = json.loads(found["words"].tobytes())
        if words["format"] == FORMAT:
            return _book(words, found)
    except (BadZipFile, EOFError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ValueError("these bytes are not a price book") from error
    raise ValueError(f"a price book of format {words['format']}, not {FORMAT}")


def _book(words: dict[str, Any], found: dict[str, npt.NDArray[Any]]) -> PriceBook:
    rows, columns, gains, scores = (
        found[name].astype(np.int64) for name in ("rows", "columns", "gains", "scores")
    )
    ours, theirs = (Places([(tier[0], tier[1]) for tier in found[name]]) for name in SIDES)
    network = Network(
        Arcs(rows, columns, gains),
        scores,
        found["used"],
        (ours, theirs),
        (found["u"], found["p"]),
        found["slack"],
    )
    return PriceBook(
        words["mentees"],
        words["mentors"],
        network,
        Gains(
            fit=tuple(words["fit"]),
            floor=words["floor"],
            kept=found["kept"],
            bonus=words["bonus"],
        ),
        {(row, column): score for row, column, score in found["locked"].tolist()},
        {(row, column) for row, column in found["barred"].tolist()},
        words["unit"],
        words["proven"],
    )


def _table(rows: list[Any], width: int) -> Longs:
    return np.array(rows, dtype=np.int64).reshape(-1, width)
