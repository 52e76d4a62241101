"""Circles by size: made-up people with eight criteria, whose circle shares a language and an hour."""

from __future__ import annotations

from collections.abc import Iterator

from ithaque.pairing import Problem, Settings

from .people import EIGHT, made_up
from .timing import Row, timed

SIZES = ((30, 8), (60, 15), (100, 25), (200, 50))


def circles(quick: bool) -> Iterator[Row]:
    """Yield the circles of 4 to 8 around one mentor: most people first, then the best total, with the gap stated.

    The gap is what another choice could at most add, as prices prove it. "All searched" says that every group which could
    be in a better choice was listed and chosen among: what is left of the gap is then that of prices, nothing better exists.
    """
    yield [
        "mentees x mentors", "seconds", "processor s", "circles", "placed", "total", "gap", "all searched",
    ]  # fmt: skip
    for n, m in SIZES[:2] if quick else SIZES:
        people = made_up(n, m)
        for name, form in (("", "circle"), (", two may lead", {"kind": "circle", "mentors": 2})):
            if name and n > SIZES[1][0]:
                continue
            problem = Problem(*people, Settings(weights=EIGHT, format=form))
            result, seconds, processor = timed(problem.solve)
            certificate = result.certificate
            yield [
                f"{n} x {m}{name}",
                seconds,
                processor,
                len(result.meetings),
                result.summary.paired,
                f"{result.summary.total:.4f}",
                f"{certificate.gap:.3%}",
                "yes" if certificate.searched else "no",
            ]
