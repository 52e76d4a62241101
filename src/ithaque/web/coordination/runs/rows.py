"""The lines of the workbench: a proposal with its reasons, a person left without a mentor with the cause."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from ithaque.kernel import clock
from ithaque.matching.enums import Answer, ProposalStatus
from ithaque.matching.models import MatchRun, Note, Proposal, Unmatched
from ithaque.matching.naming import engine_words
from ithaque.matching.rules import HIGH_CONFIDENCE, LEAST_CONFIDENCE, deserves_a_look
from ithaque.matching.selectors import Described
from ithaque.matching.services.changing import LEFT_BY_HAND
from ithaque.matching.telling import names_in
from ithaque.matching.words import Labels, View, say, say_all
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Enrolment

BANDS = {
    4: gettext_lazy("Very strong"),
    3: gettext_lazy("Strong"),
    2: gettext_lazy("Fair"),
    1: gettext_lazy("To discuss"),
}
CONFIDENCE = {
    "high": gettext_lazy("High confidence"),
    "medium": gettext_lazy("Medium confidence"),
    "low": gettext_lazy("Low confidence"),
}


@dataclass(frozen=True)
class Row:
    """One proposal on the workbench."""

    proposal: Proposal
    described: Described
    labels: Labels
    changeable: bool
    opened: bool
    notes: list[Note] = field(default_factory=list)

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
        known = self.proposal.confidence
        key = (
            "high" if known >= HIGH_CONFIDENCE else "medium" if known >= LEAST_CONFIDENCE else "low"
        )
        return str(CONFIDENCE[key])

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
        return criteria_bars(self.proposal.criteria)

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
        return others_of(self.proposal.run, self.proposal.mentee)

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
    changeable: bool = False

    @property
    def mentee(self) -> Enrolment:
        """Return them."""
        return self.row.mentee

    @property
    def others(self) -> str:
        """Return where the mentors they could have are."""
        return others_of(self.run, self.row.mentee)

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
        if self.row.cause.get("code") == LEFT_BY_HAND["code"]:
            return _("Their mentor was given to someone else by hand.")
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
        if code in ("unmatched.unprofitable", LEFT_BY_HAND["code"]):
            return _("Choose a mentor all the same"), self.others
        return _("Find mentors: import or invite some"), reverse("coordination:import-new", args=[self.run.cohort.public_id]) + "?side=mentor"  # fmt: skip

    @property
    def _enrolments(self) -> str:
        return (
            reverse("coordination:enrolments", args=[self.run.cohort.public_id])
            + f"?side={Side.MENTOR}"
        )


def others_of(run: MatchRun, mentee: Enrolment) -> str:
    """Return where the prices of other mentors for a mentee are."""
    return reverse("coordination:run-others", args=[run.public_id, mentee.public_id])


def criteria_bars(criteria: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what each criterion brings, over what it could bring, in points of 100."""
    return [
        {
            "label": engine_words.criterion(part["code"]),
            "points": round(100 * part["value"] * part["weight"]),
            "max": max(1, round(100 * part["weight"])),
        }
        for part in criteria
        if part["weight"] > 0
    ]
