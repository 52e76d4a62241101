"""The proof of a run in plain words: its figures, how to check it, what the last replay said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ithaque.matching import selectors
from ithaque.matching.models import MatchRun
from ithaque.matching.naming import engine_words, named_faults
from ithaque.matching.services.replays import AT_WORK
from ithaque.ui import dates
from ithaque.ui.templatetags.typo import number
from ithaque.web.coordination.runs.pages import points, seconds


class ProofPage:
    """The proof of a run, and what replaying it said."""

    def __init__(self, run: MatchRun, refusal: str = "") -> None:
        self.run, self.refusal = run, refusal
        self.summary: dict[str, Any] = run.summary
        self.verdict: dict[str, Any] = run.verdict

    @property
    def figures(self) -> list[dict[str, str]]:
        """Return the figures of the proof."""
        summary = self.summary
        return [
            {"label": _("Total obtained"), "value": points(summary.get("total"))},
            {"label": _("Upper bound"), "value": points(summary.get("bound"))},
            {"label": _("Gap"), "value": points(self.gap)},
            {"label": _("Pairs"), "value": number(summary.get("paired", 0))},
            {"label": _("People without mentor"), "value": number(summary.get("unmatched", 0))},
            {
                "label": _("Computed on"),
                "value": dates.moment(self.run.finished_at) if self.run.finished_at else "",
            },
            {"label": _("Time taken"), "value": seconds(summary.get("seconds", 0))},
        ]

    @property
    def gap(self) -> float:
        """Return how far the total is from its bound, in points."""
        return max(0.0, round(self.summary.get("bound", 0) - self.summary.get("total", 0), 2))

    @property
    def proven(self) -> bool:
        """Tell whether the bound equals the total."""
        return bool(self.summary.get("proven"))

    @property
    def behind(self) -> bool:
        """Tell whether the record is that of before the last change by hand."""
        return bool(self.summary.get("behind"))

    @property
    def replaying(self) -> bool:
        """Tell whether a replay is being computed."""
        return self.verdict.get("state") == AT_WORK

    @property
    def poll(self) -> str:
        """Return where the end of the replay is asked for."""
        return reverse("coordination:run-replay", args=[self.run.public_id])

    @property
    def outcome(self) -> tuple[str, str, str] | None:
        """Return colour, title and words of the last replay, None when there was none for this record."""
        verdict = self.verdict
        state = verdict.get("state")
        if state in (None, AT_WORK, "gone") or self._of_another_record:
            return None
        if state == "altered":
            return (
                "error",
                _("The proof does not hold"),
                _(
                    "The record of this run was altered: it proves nothing any more. Tell your administrator."
                ),
            )
        if not verdict["holds"]:
            return (
                "error",
                _("The proof does not hold"),
                _(
                    "Computing again did not give the same result. Tell your administrator, and do not rely on this run."
                ),
            )
        if verdict["identical"]:
            return "good", _("Same result, byte for byte"), self._said_identical
        return "good", _("The proof holds for the people still there"), self._said_without

    @property
    def _of_another_record(self) -> bool:
        return self.run.record is None or self.verdict.get("record") != self.run.record.sha256

    @property
    def _said_identical(self) -> str:
        return ngettext(
            "Computed again from the record in %(time)s: the same %(count)d pair, the same total, the same document to the last character. An independent check of places, rules, scores and bound found nothing wrong.",
            "Computed again from the record in %(time)s: the same %(count)d pairs, the same total, the same document to the last character. An independent check of places, rules, scores and bound found nothing wrong.",
            self.verdict["pairs"],
        ) % {"count": self.verdict["pairs"], "time": seconds(self.verdict["seconds"])}

    @property
    def _said_without(self) -> str:
        gone = ngettext(
            "%(count)d person was erased at their own request: their answers are no longer in the record, which cannot be the same byte for byte any more.",
            "%(count)d people were erased at their own request: their answers are no longer in the record, which cannot be the same byte for byte any more.",
            self.verdict["forgotten"],
        ) % {"count": self.verdict["forgotten"]}
        rest = (
            _("For all the others, computing again gave the same pairs and the same total.")
            if self.verdict["same_pairs"]
            else _(
                "For all the others, computing again gave the same total; some pairs of equal worth differ."
            )
        )
        return f"{gone} {rest}"

    @property
    def faults(self) -> list[str]:
        """Return what the independent check found."""
        return named_faults(self.verdict.get("faults", []))

    @property
    def asked(self) -> str:
        """Say who replayed and when."""
        by = selectors.person_named(self.verdict.get("by"))
        at = self.verdict.get("at")
        when = dates.moment(datetime.fromisoformat(at)) if at else ""
        return _("%(name)s, %(moment)s") % {"name": by, "moment": when} if by else when

    @property
    def weights(self) -> list[dict[str, str]]:
        """Return the criteria with their weights."""
        weights = self.summary.get("weights", {})
        return [
            {"label": engine_words.criterion(code), "value": number(round(weight, 1))}
            for code, weight in weights.items()
            if weight
        ]
