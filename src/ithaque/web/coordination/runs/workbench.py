"""The workbench of a run: proposals on their shelves, why, the proof, the rules, who is left and why."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from ithaque.kernel import clock
from ithaque.matching import selectors
from ithaque.matching.enums import RunStatus
from ithaque.matching.models import Announcement, Decision, MatchRun, Note, Reservation
from ithaque.matching.naming import engine_words
from ithaque.matching.words import Labels, listed
from ithaque.web.coordination.runs.pages import STATUS_KINDS, points, seconds
from ithaque.web.coordination.runs.rows import BANDS, CONFIDENCE, Alone, Row

PER_PAGE = 20
DECISIONS_SHOWN = 20
ALONE = "alone"
SORTS = {
    "score": gettext_lazy("The strongest first"),
    "weakest": gettext_lazy("The weakest first"),
    "confidence": gettext_lazy("The least sure first"),
    "waiting": gettext_lazy("Who waited longest first"),
    "mentee": gettext_lazy("By name of the mentee"),
    "mentor": gettext_lazy("By name of the mentor"),
}
SHELF_NAMES = {
    "all": gettext_lazy("Proposals"),
    "check": gettext_lazy("To check"),
    "locked": pgettext_lazy("proposals", "Locked"),
    "draft": gettext_lazy("Not announced yet"),
    "awaited": gettext_lazy("Awaiting answers"),
    "accepted": pgettext_lazy("proposals", "Accepted"),
    "closed": pgettext_lazy("proposals", "Closed"),
    ALONE: gettext_lazy("Without mentor"),
}


class Workbench:
    """The page of a run to review or already announced."""

    def __init__(self, run: MatchRun, query: QueryDict) -> None:
        self.run = run
        self.shelf = query.get("shelf", "all")
        if self.shelf not in self.shelf_keys:
            self.shelf = "all"
        self.search = query.get("q", "").strip()
        self.sort = query.get("sort", "score")
        self.band, self.confidence = query.get("band", ""), query.get("confidence", "")
        self.counts = selectors.shelf_counts(run) | {ALONE: run.unmatched.count()}
        if self.shelf == ALONE:
            self.found: Any = selectors.unmatched_of(run, self.search)
        else:
            self.found = selectors.proposals_of(
                run,
                shelf=self.shelf,
                search=self.search,
                sort=self.sort,
                band=self.band,
                confidence=self.confidence,
            )
        self.page = Paginator(self.found, PER_PAGE).get_page(query.get("page"))

    @property
    def shelf_keys(self) -> list[str]:
        """Return the shelves of this run: to review, or to follow once announced."""
        if self.is_draft and not self.run.published_at:
            return ["all", "check", "locked", ALONE]
        if self.is_draft:
            return ["all", "draft", "awaited", "accepted", "closed", ALONE]
        return ["all", "awaited", "accepted", "closed", ALONE]

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """Return the shelves with how many each holds."""
        return [
            {
                "label": SHELF_NAMES[key],
                "href": f"?shelf={key}",
                "count": self.counts[key],
                "current": key == self.shelf,
            }
            for key in self.shelf_keys
        ]

    @property
    def eyebrow(self) -> str:
        """Say which run this is and who knows of it."""
        cohort = self.run.cohort
        name = _("%(programme)s, %(cohort)s · run %(number)d") % {
            "programme": cohort.programme.title,
            "cohort": cohort.name,
            "number": self.run.number,
        }
        if self.run.status == RunStatus.READY:
            state = _("partly announced") if self.run.published_at else _("draft, nobody is told")
            return f"{name} · {state}"
        return f"{name} · {self.run.get_status_display().lower()}"

    @property
    def title(self) -> str:
        """Say what the run proposes."""
        pairs, people = (
            self.counts["all"],
            self.run.summary.get("mentees", self.counts["all"] + self.counts[ALONE]),
        )
        pairs_said = ngettext("%(count)d pair proposed", "%(count)d pairs proposed", pairs) % {
            "count": pairs
        }
        people_said = ngettext("for %(count)d person", "for %(count)d people", people) % {
            "count": people
        }
        return f"{pairs_said} {people_said}"

    @property
    def is_draft(self) -> bool:
        """Tell whether something is left to announce."""
        return self.run.status == RunStatus.READY

    @property
    def status_kind(self) -> str:
        """Return the colour of the run's state."""
        return STATUS_KINDS[RunStatus(self.run.status)]

    @cached_property
    def rows(self) -> list[Row]:
        """Return the proposals of this page."""
        if self.shelf == ALONE:
            return []
        proposals = list(self.page)
        for proposal in proposals:
            proposal.run = self.run
        about = selectors.described([one.mentor for one in proposals])
        first = not self.filtered and self.page.number == 1
        return [
            Row(
                one,
                about,
                self.labels,
                changeable=self.is_draft and one.is_draft,
                opened=first and at == 0,
                notes=self._notes.get(one.mentee_id, []),
            )
            for at, one in enumerate(proposals)
        ]

    def every_row(self) -> list[Row]:
        """Return the proposals of every page, without their notes."""
        proposals = list(self.found)
        for proposal in proposals:
            proposal.run = self.run
        about = selectors.described([])
        return [Row(one, about, self.labels, changeable=False, opened=False) for one in proposals]

    def everyone_alone(self) -> list[Alone]:
        """Return the people left, of every page of their shelf."""
        return [Alone(row, self.run) for row in self.found]

    @property
    def filtered(self) -> bool:
        """Tell whether something narrows the list beside its shelf."""
        return bool(self.search or self.band or self.confidence)

    @cached_property
    def labels(self) -> Labels:
        """Return the words of stored codes."""
        return selectors.words_of(self.run.cohort.programme)

    @cached_property
    def alone(self) -> list[Alone]:
        """Return the people left: this page of them on their shelf, the first ones under the proposals."""
        rows = (
            self.page
            if self.shelf == ALONE
            else selectors.unmatched_of(self.run)[:3]
            if self.shelf == "all"
            else []
        )
        return [Alone(row, self.run, changeable=self.is_draft) for row in rows]

    @property
    def alone_title(self) -> str:
        """Say how many are left."""
        return ngettext(
            "%(count)d person without a mentor, and why",
            "%(count)d people without a mentor, and why",
            self.counts[ALONE],
        ) % {"count": self.counts[ALONE]}

    @property
    def recruit(self) -> str:
        """Say whom to recruit first, from what the people left need first."""
        wanted = self.run.summary.get("recruit", [])
        if not wanted:
            return ""
        parts = [
            ngettext(
                "“%(skill)s” (%(count)d person)", "“%(skill)s” (%(count)d people)", one["count"]
            )
            % {"skill": one["skill"], "count": one["count"]}
            for one in wanted
        ]
        return _(
            "What they look for first: %(skills)s. Mentors strong there, with free slots, would help them soonest."
        ) % {"skills": listed(parts)}

    @property
    def proven(self) -> bool:
        """Tell whether the bound equals the total."""
        return bool(self.run.summary.get("proven"))

    @property
    def figures(self) -> list[dict[str, str]]:
        """Return the figures beside the seal."""
        summary = self.run.summary
        return [
            {"label": _("Total obtained"), "value": points(summary.get("total"))},
            {"label": _("Upper bound"), "value": points(summary.get("bound"))},
            {"label": _("Time taken"), "value": seconds(summary.get("seconds", 0))},
        ]

    @property
    def rules(self) -> list[str]:
        """Return the hard rules followed, in words."""
        names = [engine_words.rule(code) for code in self.run.summary.get("rules", [])]
        return [name[:1].upper() + name[1:] for name in names]

    @cached_property
    def decisions(self) -> list[Decision]:
        """Return what was decided by hand."""
        return list(selectors.decisions_of(self.run.cohort)[:DECISIONS_SHOWN])

    @property
    def sorts(self) -> list[tuple[str, Any, bool]]:
        """Return the ways to sort."""
        return [(key, label, key == self.sort) for key, label in SORTS.items()]

    @property
    def bands(self) -> list[tuple[str, Any, bool]]:
        """Return the bands to filter by."""
        return [(str(key), label, str(key) == self.band) for key, label in BANDS.items()]

    @property
    def confidences(self) -> list[tuple[str, Any, bool]]:
        """Return the confidences to filter by."""
        return [(key, label, key == self.confidence) for key, label in CONFIDENCE.items()]

    @property
    def behind(self) -> bool:
        """Tell whether the record is being computed again after a change by hand."""
        return bool(self.run.summary.get("behind"))

    @cached_property
    def reservations(self) -> list[Reservation]:
        """Return the places runs leave free."""
        return list(selectors.reservations_of(self.run.cohort)[:DECISIONS_SHOWN])

    @property
    def notes(self) -> list[Note]:
        """Return what coordinators noted of the whole run."""
        return self._notes.get(None, [])

    @cached_property
    def _notes(self) -> dict[int | None, list[Note]]:
        shown = [] if self.shelf == ALONE else [one.mentee_id for one in self.page]
        return selectors.notes_of(self.run, shown)

    @cached_property
    def announcement(self) -> Announcement | None:
        """Return the announcement asked last, unless it was undone."""
        found = selectors.last_announcement(self.run)
        return found if found and found.status != "cancelled" else None

    @property
    def minutes_left(self) -> int:
        """Return how many minutes are left to undo, the one begun included."""
        planned = self.announcement
        left = (planned.due_at - clock.now()).total_seconds() if planned else 0
        return max(1, -int(-left // 60))

    @property
    def left_out(self) -> str:
        """Say who was left out of an announcement at its hour."""
        kept = self.announcement.outcome.get("kept", []) if self.announcement else []
        people = selectors.enrolments_by_public_id([one["mentee"] for one in kept]) if kept else {}
        return listed(one.person.get_full_name() for one in people.values())

    @property
    def equity(self) -> str:
        """Return where the figures by group are."""
        return reverse("coordination:run-equity", args=[self.run.public_id])
