"""Reading again before announcing: who is written to, and the sentence each receives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ithaque.kernel import clock
from ithaque.matching import selectors
from ithaque.matching.models import MatchRun, Proposal
from ithaque.matching.rules import deserves_a_look
from ithaque.matching.services.announcements import can_be_written_to
from ithaque.matching.telling import Told, told_in_their_language
from ithaque.programmes.enums import Side
from ithaque.programmes.selectors import settings_of
from ithaque.ui.dates import day
from ithaque.web.coordination.runs.forms import HourForm

PER_PAGE = 20


@dataclass(frozen=True)
class Line:
    """A proposal about to be announced, as each of the two will read it."""

    proposal: Proposal
    to_mentee: Told
    to_mentor: Told

    @property
    def unreachable(self) -> list[str]:
        """Return the first names of those without an address of their own."""
        both = (self.proposal.mentee.person, self.proposal.mentor.person)
        return [person.get_short_name() for person in both if not can_be_written_to(person)]

    @property
    def to_check(self) -> bool:
        """Tell whether it deserves a last look."""
        return deserves_a_look(self.proposal)


class Announcing:
    """The page « Relire puis annoncer »."""

    def __init__(self, run: MatchRun, number: str | None) -> None:
        self.run = run
        labels = selectors.words_of(run.cohort.programme)
        self.rows = Paginator(selectors.drafts_to_announce(run), PER_PAGE).get_page(number)
        self.lines = [
            Line(
                one,
                told_in_their_language(one, Side.MENTEE, labels),
                told_in_their_language(one, Side.MENTOR, labels),
            )
            for one in self.rows
        ]

    @property
    def hour(self) -> HourForm:
        """Return the choice of a later hour."""
        return HourForm()

    @property
    def count(self) -> int:
        """Return how many proposals would be announced."""
        return self.rows.paginator.count

    @property
    def answer_by(self) -> str:
        """Return the last day to answer, were it announced now."""
        return day(
            clock.now() + timedelta(days=settings_of(self.run.cohort.programme).proposal_days)
        )

    @property
    def announce_all(self) -> str:
        """Return the words of the main button."""
        return ngettext("Announce the proposal", "Announce the %(count)d proposals", self.count) % {
            "count": self.count
        }


class AnnounceForm(forms.Form):
    """Everything, or the proposals ticked; in ten minutes, or at an hour."""

    what = forms.ChoiceField(choices=[("all", ""), ("ticked", "")])
    when = forms.ChoiceField(choices=[("now", ""), ("later", "")], required=False)
    proposal = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, run: MatchRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drafts = {str(one.public_id): one for one in selectors.drafts_to_announce(run)}
        self.fields["proposal"].choices = [(key, key) for key in self.drafts]  # type: ignore[attr-defined]
        self.hour = HourForm(*args)

    def clean(self) -> dict[str, Any]:
        """Refuse to announce nothing, and an hour that cannot be read."""
        data = super().clean() or {}
        if data.get("what") == "ticked" and not data.get("proposal"):
            self.add_error(None, _("Tick at least one proposal. Nobody was written to."))
        if data.get("when") == "later" and not self.hour.is_valid():
            self.add_error(None, _("Choose a day and an hour. Nobody was written to."))
        return data

    def chosen(self) -> list[Proposal] | None:
        """Return the proposals ticked, None for all of them."""
        if self.cleaned_data["what"] == "all":
            return None
        return [self.drafts[key] for key in self.cleaned_data["proposal"]]

    def at(self) -> datetime | None:
        """Return the hour chosen, None for ten minutes from now."""
        if self.cleaned_data.get("when") != "later":
            return None
        moment: datetime = self.hour.cleaned_data["at"]
        return moment

    @property
    def fault(self) -> str:
        """Return the first thing wrong, in words."""
        lines = [str(line) for lines in self.errors.values() for line in lines]
        return (
            lines[0]
            if "__all__" in self.errors
            else _("This page was out of date: look at it again, then announce.")
        )
