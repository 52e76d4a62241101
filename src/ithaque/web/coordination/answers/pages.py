"""A question and a repair as a coordinator reads them: who, why, what it would change."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ithaque.matching.answers_to_give import Move, ways_of
from ithaque.matching.enums import ProposalStatus, QuestionAbout, RepairStatus
from ithaque.matching.models import Question, Repair
from ithaque.matching.telling import names_in
from ithaque.matching.words import Labels, Names, View, labels_of, say_all
from ithaque.mentoring.enums import PairStatus
from ithaque.mentoring.models import Pair
from ithaque.mentoring.selectors.trials import aftermath_of
from ithaque.ui.numbers import in_words
from ithaque.web.coordination.answers.forms import DebriefForm

REASONS = 3


class QuestionPage:
    """A question with the reasons the person read."""

    def __init__(self, question: Question) -> None:
        self.question, self.proposal = question, question.proposal
        self.programme = self.proposal.run.cohort.programme
        self.contests = question.about == QuestionAbout.REASON
        names = names_in(self.proposal, question.person.time_zone)
        self.reasons = say_all(
            self.proposal.reasons,
            View(self.proposal.side_of(question.person) or "mentee"),
            names,
            labels_of(self.programme),
        )

    @property
    def title(self) -> str:
        """Say who asks, or contests."""
        name = self.question.person.get_full_name()
        if self.contests:
            return _("%(name)s finds that a reason is not right") % {"name": name}
        return _("%(name)s asks before answering") % {"name": name}


class WayPage:
    """One way: its consequence in words, the reasons for the mentee, who else moves."""

    def __init__(self, way: Any, labels: Labels) -> None:
        self.way, self.option = way, way.option
        own: Move = way.own
        self.mentee, self.mentor = own.mentee.person, own.after.person
        names = Names(self.mentee.get_short_name(), self.mentor.get_short_name())
        self.reasons = say_all(own.told["reasons"], View.COORDINATOR, names, labels)[:REASONS]

    @property
    def title(self) -> str:
        """Name the pair it makes."""
        return _("%(mentee)s with %(mentor)s") % {
            "mentee": self.mentee.get_short_name(),
            "mentor": self.mentor.get_full_name(),
        }

    @property
    def price(self) -> str:
        """Say what it changes for the others."""
        moved = len(self.way.others)
        if not moved:
            return _("Nobody else changes.")
        return (
            _("One proposal nobody has answered yet is taken back and made to someone else.")
            if moved == 1
            else _(
                "%(count)s proposals nobody has answered yet are taken back and made to someone else."
            )
            % {"count": in_words(moved).capitalize()}
        )

    @property
    def others(self) -> list[str]:
        """Say whom each of the others leaves, and for whom."""
        return [
            _("%(mentee)s: %(after)s instead of %(before)s")
            % {
                "mentee": move.mentee.person.get_full_name(),
                "after": move.after.person.get_full_name(),
                "before": move.before.person.get_full_name() if move.before else "…",
            }
            for move in self.way.others
        ]


class RepairPage:
    """Someone without a mentor again, and the ways prepared for them."""

    def __init__(self, repair: Repair) -> None:
        self.repair = repair
        self.programme = repair.mentee.cohort.programme
        self.mentee = repair.mentee.person
        self.open = repair.status == RepairStatus.READY
        self.preparing = repair.status == RepairStatus.WAITING
        labels = labels_of(self.programme)
        ways = ways_of(repair) if self.open else []
        self.ways = [WayPage(way, labels) for way in ways]
        self.best = max((one.option.total for one in self.ways), default=0)

    @property
    def cause(self) -> str:
        """Say how the proposal was lost; never who declined, nor why."""
        data = {
            "mentee": self.mentee.get_short_name(),
            "mentor": self.repair.lost.mentor.person.get_full_name(),
        }
        return {
            ProposalStatus.DECLINED: _("The proposal with %(mentor)s was declined."),
            ProposalStatus.EXPIRED: _("The proposal with %(mentor)s had no answer in time."),
        }.get(
            ProposalStatus(self.repair.lost.status), _("%(mentor)s is not available any more.")
        ) % data

    @property
    def outcome(self) -> str:
        """Say how it was settled."""
        by = self.repair.settled_by.get_full_name() if self.repair.settled_by else ""
        return {
            RepairStatus.ACCEPTED: _("%(name)s announced another proposal."),
            RepairStatus.KEPT: _("%(name)s left it for the next match run."),
        }.get(RepairStatus(self.repair.status), pgettext("repair", "Resolved by itself")) % {
            "name": by
        }


class DebriefPage:
    """How a pair ended, and what each of the two would like now."""

    def __init__(self, pair: Pair, sent: DebriefForm) -> None:
        self.pair, self.sent = pair, sent
        self.closed = pair.status == PairStatus.CLOSED
        self.after = aftermath_of(pair)

    @property
    def leaver(self) -> str:
        """Say who left the trial and for which reason; "" when nobody did."""
        left = self.after.leaver
        if left is None:
            return ""
        return _("%(name)s chose to stop: %(reason)s.") % {
            "name": left.person.get_full_name(),
            "reason": left.get_reason_display(),
        }

    @property
    def note(self) -> str:
        """Return what they added for the coordination."""
        return self.after.leaver.note if self.after.leaver else ""

    @property
    def sides(self) -> list[dict[str, Any]]:
        """Return each of the two with what is known, and the form to note a talk."""
        return [self._side("mentee"), self._side("mentor")]

    def _side(self, side: str) -> dict[str, Any]:
        person = getattr(self.pair, side).person
        known = self.after.of(person)
        names = ("wants", "helped", "differently")
        written = {name: getattr(known, name) for name in names} if known else {}
        mine = self.sent.is_bound and self.sent.data.get("person") == side
        form = self.sent if mine else DebriefForm(initial={**written, "person": side})
        form.auto_id = f"id_{side}_%s"
        return {"person": person, "side": side, "known": known, "form": form}
