"""The workbench of a run: proposals on their shelves, why, the proof, the rules, who is left and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from ithaque.kernel import clock
from ithaque.matching import selectors
from ithaque.matching.enums import Answer, ProposalStatus, RunStatus
from ithaque.matching.models import Decision, MatchRun, Proposal, Unmatched
from ithaque.matching.naming import engine_words
from ithaque.matching.rules import deserves_a_look
from ithaque.matching.selectors import Described
from ithaque.matching.telling import names_in
from ithaque.matching.words import Labels, View, listed, say, say_all
from ithaque.programmes.enums import Side
from ithaque.web.coordination.runs.pages import STATUS_KINDS, points, seconds

PER_PAGE = 20
ALONE = "alone"
BANDS = {
    4: gettext_lazy("Very strong"),
    3: gettext_lazy("Strong"),
    2: gettext_lazy("Fair"),
    1: gettext_lazy("To discuss"),
}
SORTS = {
    "score": gettext_lazy("The strongest first"),
    "weakest": gettext_lazy("The weakest first"),
    "mentee": gettext_lazy("By name of the mentee"),
    "mentor": gettext_lazy("By name of the mentor"),
}
SHELF_NAMES = {
    "all": gettext_lazy("Proposals"),
    "check": gettext_lazy("To check"),
    "locked": pgettext_lazy("proposals", "Locked"),
    "awaited": gettext_lazy("Awaiting answers"),
    "accepted": pgettext_lazy("proposals", "Accepted"),
    "closed": pgettext_lazy("proposals", "Closed"),
    ALONE: gettext_lazy("Without mentor"),
}


@dataclass(frozen=True)
class Row:
    """One proposal on the workbench."""

    proposal: Proposal
    described: Described
    labels: Labels
    changeable: bool
    opened: bool

    @property
    def mentee(self) -> str:
        """Return the mentee's name."""
        return self.proposal.mentee.person.get_full_name()

    @property
    def mentor(self) -> str:
        """Return the mentor's name."""
        return self.proposal.mentor.person.get_full_name()

    @property
    def note(self) -> str:
        """Return whom the mentee goes with, and what the mentor does."""
        said = pgettext("pair", "with %(name)s") % {"name": self.mentor}
        about = self.described.of(self.proposal.mentor)
        return f"{said}, {about}" if about else said

    @property
    def band(self) -> str:
        """Return the band in words."""
        return str(BANDS.get(self.proposal.band, BANDS[1]))

    @property
    def status(self) -> tuple[str, str, str] | None:
        """Return kind, word and icon of what matters most of its state; None when its confidence does."""
        proposal = self.proposal
        if proposal.status == ProposalStatus.ANNOUNCED:
            yes = [proposal.mentee_answer, proposal.mentor_answer].count(Answer.ACCEPTED)
            return "info", _("One yes, one awaited") if yes else _("Awaiting answers"), "mail"
        if proposal.status != ProposalStatus.DRAFT:
            kind = "good" if proposal.status == ProposalStatus.ACCEPTED else "quiet"
            return kind, proposal.get_status_display(), ""
        if proposal.locked:
            return "info", _("Locked"), "lock"
        if deserves_a_look(proposal):
            return "watch", _("To check"), ""
        return None

    @property
    def confidence(self) -> str:
        """Return how much their answers allow to say."""
        if self.proposal.confidence >= 0.75:
            return _("High confidence")
        return _("Medium confidence") if self.proposal.confidence >= 0.5 else _("Low confidence")

    @property
    def reasons(self) -> list[str]:
        """Return why these two."""
        return say_all(
            self.proposal.reasons, View.COORDINATOR, self._names, self.labels, strong=True
        )

    @property
    def care(self) -> str:
        """Return the point of attention."""
        return (
            say(self.proposal.care, View.COORDINATOR, self._names, self.labels, strong=True)
            if self.proposal.care
            else ""
        )

    @property
    def criteria(self) -> list[dict[str, Any]]:
        """Return what each criterion brings, over what it could bring, in points of 100."""
        return [
            {
                "label": engine_words.criterion(part["code"]),
                "points": round(100 * part["value"] * part["weight"]),
                "max": max(1, round(100 * part["weight"])),
            }
            for part in self.proposal.criteria
            if part["weight"] > 0
        ]

    @property
    def declined(self) -> str:
        """Return who said no and why, for coordinators only."""
        proposal = self.proposal
        if proposal.status != ProposalStatus.DECLINED:
            return ""
        by_mentee = proposal.mentee_answer == Answer.DECLINED
        who = (proposal.mentee if by_mentee else proposal.mentor).person.get_short_name()
        said = _("%(name)s said no: %(reason)s.") % {
            "name": who,
            "reason": proposal.get_decline_reason_display(),
        }
        return f"{said} {proposal.decline_note}".strip()

    @property
    def others(self) -> str:
        """Return where the other mentors of the mentee are."""
        return reverse(
            "coordination:run-others",
            args=[self.proposal.run.public_id, self.proposal.mentee.public_id],
        )

    @property
    def _names(self) -> Any:
        return names_in(
            self.proposal,
            self.proposal.run.asked_by.time_zone if self.proposal.run.asked_by else "Europe/Paris",
        )


@dataclass(frozen=True)
class Alone:
    """Someone the run left without a mentor: since when, why, and what can be done."""

    row: Unmatched
    run: MatchRun

    @property
    def name(self) -> str:
        """Return their name."""
        return self.row.mentee.person.get_full_name()

    @property
    def waits(self) -> str:
        """Return since when they wait."""
        since = self.row.mentee.submitted_at or self.row.mentee.created_at
        days = max(0, (clock.now() - since).days)
        return ngettext("waiting for %(count)d day", "waiting for %(count)d days", days) % {
            "count": days
        }

    @property
    def cause(self) -> str:
        """Return why, in words."""
        return engine_words.say(self.row.cause) or _("The run did not find a mentor.")

    @property
    def step(self) -> tuple[str, str]:
        """Return what can be done, and where."""
        code, data = self.row.cause.get("code", ""), self.row.cause.get("data", {})
        rule = str(data.get("rule", ""))
        enrolment = reverse("coordination:enrolment", args=[self.row.mentee.public_id])
        if rule == "overlap":
            return _("Ask for another slot"), enrolment
        if rule in ("adult", "checks", "training"):
            return _("Look at the checks of the mentors"), self._enrolments
        if code in ("unmatched.rule", "unmatched.rules"):
            return _("See what was answered"), enrolment
        if code == "unmatched.unprofitable":
            return _("Choose a mentor all the same"), self._others
        return _("Find mentors: import or invite some"), reverse("coordination:import-new", args=[self.run.cohort.public_id]) + "?side=mentor"  # fmt: skip

    @property
    def _others(self) -> str:
        return reverse(
            "coordination:run-others", args=[self.run.public_id, self.row.mentee.public_id]
        )

    @property
    def _enrolments(self) -> str:
        return (
            reverse("coordination:enrolments", args=[self.run.cohort.public_id])
            + f"?side={Side.MENTOR}"
        )


class Workbench:
    """The page of a run to review or already announced."""

    def __init__(self, run: MatchRun, query: QueryDict) -> None:
        self.run = run
        self.shelf = query.get("shelf", "all")
        if self.shelf not in self.shelf_keys:
            self.shelf = "all"
        self.search = query.get("q", "").strip()
        self.sort = query.get("sort", "score")
        self.counts = selectors.shelf_counts(run) | {ALONE: run.unmatched.count()}
        if self.shelf == ALONE:
            found: Any = selectors.unmatched_of(run, self.search)
        else:
            found = selectors.proposals_of(
                run, shelf=self.shelf, search=self.search, sort=self.sort
            )
        self.page = Paginator(found, PER_PAGE).get_page(query.get("page"))

    @property
    def shelf_keys(self) -> list[str]:
        """Return the shelves of this run: to review, or to follow once announced."""
        if self.run.status == RunStatus.READY:
            return ["all", "check", "locked", ALONE]
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
        changeable = self.is_draft and not self.run.published_at
        first = not self.search and self.page.number == 1
        return [
            Row(one, about, self.labels, changeable and one.is_draft, first and at == 0)
            for at, one in enumerate(proposals)
        ]

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
        return [Alone(row, self.run) for row in rows]

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
        return list(selectors.decisions_of(self.run.cohort)[:20])

    @property
    def sorts(self) -> list[tuple[str, Any, bool]]:
        """Return the ways to sort."""
        return [(key, label, key == self.sort) for key, label in SORTS.items()]
