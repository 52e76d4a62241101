"""Places of one side, in tiers: how many, and what filling one is worth.

The worth of a mentee's first place makes most people paired first; that of a mentor's first places, minimum loads.
Both are whole numbers larger than any loss of fit that a chain of moves could bring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]
Tier = tuple[Longs, Longs]  # by person: number of places, worth of filling one


@dataclass(slots=True)
class Places:
    """Places by tier; for each person the worth falls, or stays, from one tier to the next."""

    tiers: Sequence[Tier]

    def __len__(self) -> int:
        return len(self.tiers[0][0])

    @property
    def total(self) -> Longs:
        total: Longs = np.sum([count for count, _ in self.tiers], axis=0, dtype=np.int64)
        return total

    def worth(self, filled: Longs) -> int:
        """Return what the filled places are worth, the first tiers being filled first."""
        total, left = 0, filled.copy()
        for count, worth in self.tiers:
            used = np.minimum(left, count)
            total += int((used * worth).sum())
            left -= used
        return total

    def next_worth(self, filled: Longs) -> Longs:
        """Return what one more filled place would be worth, that of the last tier for those who are full."""
        return self._worth_at(filled + 1)

    def last_worth(self, filled: Longs) -> Longs:
        """Return what the last filled place is worth, for those who have one."""
        return self._worth_at(filled)

    def _worth_at(self, rank: Longs) -> Longs:
        result = np.zeros(len(self), dtype=np.int64)
        upto = np.zeros(len(self), dtype=np.int64)
        for count, worth in self.tiers:
            result = np.where((upto < rank) & (count > 0), worth, result)
            upto = upto + count
        return result

    def most_gained(self, prices: Longs) -> int:
        """Return the largest sum of worth plus price over any filling: one side's part of the dual bound."""
        return sum(
            int((count * np.maximum(0, worth + prices)).sum()) for count, worth in self.tiers
        )
