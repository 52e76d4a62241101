"""Wishes and trial: who wishes, for how many, when; and when both say whether they go on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ithaque.matching.own_wishes import wishes_in_figures
from ithaque.matching.services import change_wishes
from ithaque.matching.windows import wish_window
from ithaque.people.models import Person
from ithaque.programmes.models import Programme
from ithaque.programmes.settings import ProgrammeSettings
from ithaque.ui import dates
from ithaque.web.coordination.programmes.part import PartForm

SIDES = (
    ("mentee", _("Mentees, among mentors suggested to them")),
    ("mentor", _("Mentors, among mentees under a borrowed name")),
)


class WishesForm(PartForm):
    """Who wishes, how many, when; the day of the trial."""

    title = _("Wishes and trial")
    sides = forms.MultipleChoiceField(
        label=_("Who may wish"),
        choices=SIDES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Adults only: minors neither see anybody nor are shown to anybody. Nobody is shown to more people than they have room for."
        ),
    )
    most = forms.IntegerField(label=_("Wishes one may keep, at most"), min_value=1, max_value=10)
    shown = forms.IntegerField(
        label=_("People suggested to each, at most"),
        min_value=1,
        max_value=12,
        help_text=_("Everybody gets a first suggestion before anybody gets a second."),
    )
    opens_days = forms.IntegerField(
        label=_("Wishes open so many days before the mentoring starts"), min_value=1, max_value=180
    )
    closes_days = forms.IntegerField(
        label=_("Wishes close so many days before the mentoring starts"),
        min_value=0,
        max_value=179,
    )
    trial_days = forms.IntegerField(
        label=_("Days after which each of the two says whether to go on"),
        min_value=0,
        max_value=120,
        help_text=_(
            "0 asks nothing. Leaving at that time is without blame, and the reason stays with you."
        ),
    )

    def __init__(self, programme: Programme, data: Any = None) -> None:
        super().__init__(programme, data)
        self.lede = " ".join([*self._windows(), *self._figures()])
        self.fields["closes_days"].help_text = self._weight()

    def read(self, settings: ProgrammeSettings) -> dict[str, Any]:
        """Return the present values."""
        return {**settings.wishes.model_dump(), "trial_days": settings.trial_days}

    def clean(self) -> dict[str, Any]:
        """Refuse a window that closes before it opens."""
        data = super().clean() or {}
        opens, closes = data.get("opens_days"), data.get("closes_days")
        if opens is not None and closes is not None and opens <= closes:
            self.add_error(
                "closes_days", _("Wishes would close before they open: change one of the two.")
            )
        return data

    def changes(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the wishes and the trial; wishes that weighed nothing get their usual points."""
        trial = data.pop("trial_days")
        changes: dict[str, Any] = {f"wishes.{name}": value for name, value in data.items()}
        return {**changes, "trial_days": trial}

    def save(self, by: Person) -> None:
        """Change the programme, and suggest again where people wish."""
        change_wishes(
            programme=self.programme, changes=self.changes(dict(self.cleaned_data)), by=by
        )

    def _windows(self) -> list[str]:
        if self.settings.always_open:
            return [str(_("People wish as long as they wait: this programme is always open."))]
        found = []
        for cohort in self.programme.cohorts.all()[:3] if self.settings.wishes.sides else ():
            cohort.programme = self.programme
            window = wish_window(cohort, self.settings)
            assert window.opens_on
            assert window.closes_on
            found.append(
                _("%(cohort)s: from %(opens)s to %(closes)s.")
                % {
                    "cohort": cohort.name,
                    "opens": dates.day(window.opens_on, weekday=False),
                    "closes": dates.day(window.closes_on, weekday=False),
                }
            )
        return [str(one) for one in found] or [
            str(_("People say whom they would like to meet; a human still decides."))
        ]

    def _figures(self) -> list[str]:
        figures = wishes_in_figures(self.programme)
        if not any(figures.values()):
            return []
        wishing = ngettext(
            "%(count)d person wished.", "%(count)d people wished.", figures["wishing"]
        ) % {"count": figures["wishing"]}
        ruled_out = ngettext(
            "%(count)d private rule “never this person” applies.",
            "%(count)d private rules “never this person” apply.",
            figures["ruled_out"],
        ) % {"count": figures["ruled_out"]}
        return [wishing, ruled_out]

    def _weight(self) -> str:
        weights = self.settings.matching.weights
        total = sum(weights.values())
        if not total or not weights.get("wishes"):
            return str(_("Wishes take 5 points among the criteria as soon as someone may wish."))
        return str(
            _(
                "Wishes weigh %(points)d points of %(total)d among the criteria: you may change it there."
            )
            % {"points": round(weights["wishes"]), "total": round(total)}
        )
