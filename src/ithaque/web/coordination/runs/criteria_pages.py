"""What may be chosen to match on, and what a choice would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ithaque.matching import selectors
from ithaque.matching.choices import Aside, Choices, Criterion, choices_of
from ithaque.matching.engine import HARD_RULES, PROTECTIVE, settings_from
from ithaque.matching.enums import RunStatus
from ithaque.matching.models import Trial
from ithaque.matching.naming import engine_words, named_faults
from ithaque.matching.services.trials import in_force
from ithaque.people.models import Person
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.programmes.settings import Matching
from ithaque.ui.templatetags.typo import number
from ithaque.web.coordination.runs.pages import points, quoted

PER_PAGE = 30
OBJECTIVES = {
    "total": (
        gettext_lazy("The best total"),
        gettext_lazy("The sum of the scores is the largest possible. The usual choice."),
    ),
    "balanced": (
        gettext_lazy("A balanced result"),
        gettext_lazy("Raising a weak pair counts more than polishing a very good one."),
    ),
    "worst_off": (
        gettext_lazy("The weakest pair first"),
        gettext_lazy("The lowest score is raised as high as it can be, then the total."),
    ),
    "leximin": (
        gettext_lazy("The weakest pairs, one after the other"),
        gettext_lazy("The lowest score first, then the next lowest, and so on."),
    ),
    "stable": (
        gettext_lazy("Wishes respected both ways"),
        gettext_lazy("No mentee and mentor would both rather leave theirs for each other."),
    ),
}
SIDES = {Side.MENTEE: gettext_lazy("mentees’ form"), Side.MENTOR: gettext_lazy("mentors’ form")}


@dataclass(frozen=True)
class CriterionRow:
    """A criterion in the form: its weight, what it reads, what is missing."""

    criterion: Criterion
    field: forms.BoundField

    @property
    def reads(self) -> str:
        """Say which questions it reads."""
        if not self.criterion.questions:
            return ""
        return _("Reads: %(questions)s.") % {
            "questions": ", ".join(quoted(one) for one in self.criterion.questions)
        }

    @property
    def note(self) -> str:
        """Say how own words are compared, "" for the other criteria."""
        if self.criterion.code != "text":
            return ""
        return _(
            "Own words are compared by the occupations and skills they speak of (ESCO and ROME), on this server, without"
            " any AI service. Nobody is scored on style or spelling; give it a small weight."
        )

    @property
    def warning(self) -> str:
        """Say that a side is not asked any more, empty when both are."""
        if not self.criterion.missing:
            return ""
        sides = ", ".join(str(SIDES[Side(side)]) for side in self.criterion.missing)
        words = {"sides": sides}
        if self.criterion.weight:
            return (
                _(
                    "No question feeds it in the %(sides)s: it counts for nobody. Add the question back, or set 0."
                )
                % words
            )
        return _("No question feeds it in the %(sides)s.") % words


class CriteriaForm(forms.Form):
    """Weights from 0 to 100, hard rules, what is sought."""

    rules = forms.MultipleChoiceField(required=False)
    minimum_weekly_hours = forms.IntegerField(
        label=gettext_lazy("Common hours a week, at least"), min_value=0, max_value=40
    )
    maximum_km = forms.IntegerField(
        label=gettext_lazy("Kilometres, at most"), min_value=1, max_value=1000
    )
    seniority_steps = forms.IntegerField(
        label=gettext_lazy("Steps ahead, at least"), min_value=1, max_value=20
    )
    objective = forms.ChoiceField(choices=[(key, words[0]) for key, words in OBJECTIVES.items()])
    most_people_first = forms.BooleanField(
        label=gettext_lazy("Give a mentor to as many people as possible first"), required=False
    )

    def __init__(
        self, data: QueryDict | None, *, matching: Matching, criteria: list[Criterion]
    ) -> None:
        settings = settings_from(matching)
        initial = matching.model_dump() | {
            "rules": list(settings.active_rules),
            "minimum_weekly_hours": settings.active_rules.get("overlap", {}).get("hours", 0),
        }
        super().__init__(data, initial=initial, label_suffix="")
        self.base, self.codes = matching, [one.code for one in criteria]
        self.fields["rules"].choices = [(code, code) for code in HARD_RULES]  # type: ignore[attr-defined]
        for one in criteria:
            self.fields[f"weight_{one.code}"] = forms.FloatField(
                label=engine_words.criterion(one.code),
                min_value=0,
                max_value=100,
                initial=_shown(one.weight),
                widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse weights that are all nil."""
        data = super().clean() or {}
        if not self.errors and not any(data[f"weight_{code}"] for code in self.codes):
            self.add_error(None, _("Give at least one criterion a weight above 0."))
        return data

    def matching(self) -> Matching:
        """Return what was chosen; protective rules stay."""
        data = self.cleaned_data
        chosen = {*data["rules"], *PROTECTIVE}
        return self.base.model_copy(
            update={
                "weights": {code: data[f"weight_{code}"] for code in self.codes},
                "rules": [code for code in HARD_RULES if code in chosen],
                "minimum_weekly_hours": data["minimum_weekly_hours"],
                "maximum_km": data["maximum_km"],
                "seniority_steps": data["seniority_steps"],
                "objective": data["objective"],
                "most_people_first": data["most_people_first"],
            }
        )


class CriteriaPage:
    """The page where criteria are chosen: those in force, or those being tried."""

    def __init__(self, cohort: Cohort, person: Person, data: QueryDict | None) -> None:
        self.cohort = cohort
        self.trial = selectors.own_trial(cohort, person)
        force = in_force(cohort.programme)
        shown = Matching.model_validate(self.trial.settings) if self.trial else force
        self.choices: Choices = choices_of(cohort.programme, shown)
        self.form = CriteriaForm(data, matching=shown, criteria=self.choices.criteria)

    @property
    def criteria(self) -> list[CriterionRow]:
        """Return the criteria, those that weigh first."""
        rows = [CriterionRow(one, self.form[f"weight_{one.code}"]) for one in self.choices.criteria]
        return sorted(rows, key=lambda row: -row.criterion.weight)

    @property
    def rules(self) -> list[dict[str, Any]]:
        """Return the hard rules: ticked, kept whatever is said, fed by no question."""
        ticked = set(self.form["rules"].value() or ()) | PROTECTIVE
        return [
            {
                "code": code,
                "name": engine_words.rule(code).capitalize(),
                "ticked": code in ticked,
                "protective": code in PROTECTIVE,
                "unfed": code in self.choices.rules_without_question,
            }
            for code in HARD_RULES
        ]

    @property
    def objectives(self) -> list[tuple[str, Any, Any, bool]]:
        """Return what may be sought."""
        chosen = self.form["objective"].value()
        return [(key, title, words, key == chosen) for key, (title, words) in OBJECTIVES.items()]

    @property
    def aside(self) -> list[tuple[Aside, Any]]:
        """Return the questions that may not serve, those asked for reports first."""
        found = sorted(self.choices.aside, key=lambda one: (not one.reporting, one.side))
        return [(one, SIDES[Side(one.side)]) for one in found]


@dataclass(frozen=True)
class Moved:
    """Someone whose proposal would change."""

    mentee: str
    before: str
    after: str


class TrialPage:
    """What the settings tried would change."""

    def __init__(self, trial: Trial, query: QueryDict) -> None:
        self.trial = trial
        self.moves = trial.outcome.get("moves", [])
        self.page = Paginator(self.moves, PER_PAGE).get_page(query.get("page"))

    @property
    def poll(self) -> str:
        """Return where the progress is asked for."""
        return reverse("coordination:trial-progress", args=[self.trial.public_id])

    @property
    def ready(self) -> bool:
        """Tell whether the effect is known."""
        return self.trial.status == RunStatus.READY

    @property
    def failure(self) -> str:
        """Say why the effect could not be computed."""
        if self.trial.status != RunStatus.FAILED:
            return ""
        return {
            "problem": _("Decisions contradict each other. Lift one of them, then try again."),
            "memory": _(
                "This cohort needs more memory than the server grants. Ask the administrator, or split the cohort."
            ),
        }.get(
            self.trial.failure,
            _("The computation stopped unexpectedly. Nothing was saved: try again."),
        )

    @property
    def details(self) -> list[str]:
        """Return what contradicts what, with names."""
        return named_faults(self.trial.outcome.get("faults", []))

    @property
    def title(self) -> str:
        """Say how many people would be proposed something else."""
        if not self.ready:
            return _("What would these criteria change?")
        if not self.moves:
            return _("These criteria change nobody’s proposal")
        return ngettext(
            "%(count)d person would be proposed something else",
            "%(count)d people would be proposed something else",
            len(self.moves),
        ) % {"count": len(self.moves)}

    @property
    def figures(self) -> list[tuple[str, str, str]]:
        """Return the figures now and with the settings tried."""
        before, after = (self.trial.outcome.get(key, {}) for key in ("before", "after"))
        return [
            (label, show(before.get(name, 0)), show(after.get(name, 0)))
            for label, name, show in (
                (_("Pairs"), "paired", number),
                (_("People without mentor"), "unmatched", number),
                (_("Mean fit"), "mean", points),
                (_("Weakest pair"), "lowest", points),
                (_("Total"), "total", points),
            )
        ]

    @property
    def rows(self) -> list[Moved]:
        """Return this page of the people concerned."""
        named = [one for move in self.page for one in move if one]
        people = selectors.enrolments_by_public_id(named)
        return [
            Moved(*(_name(people, one) for one in (mentee, before, after)))
            for mentee, before, after in self.page
        ]


def _name(people: dict[str, Enrolment], identifier: str | None) -> str:
    if identifier is None:
        return _("nobody")
    found = people.get(identifier)
    return found.person.get_full_name() if found else _("someone erased")


def _shown(weight: float) -> float:
    """Return a weight as one would write it: 35 rather than 35.0."""
    shown = round(float(weight), 1)
    return int(shown) if shown.is_integer() else shown
