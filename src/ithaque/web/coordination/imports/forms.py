"""Send a file, say what its columns are, say how its people are enrolled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.matching.enums import ImportOf, PairsAs
from ithaque.matching.intake import ColumnShown, field_choices
from ithaque.matching.models import Import
from ithaque.matching.services import Wishes
from ithaque.programmes.enums import EnrolmentStatus
from ithaque.ui.forms import FileInput


class FileForm(forms.Form):
    """A table of people on one side, or of pairs decided elsewhere."""

    side = forms.ChoiceField(
        label=_("What does the file hold?"),
        choices=[
            (ImportOf.MENTEE, _("Mentees, one a line")),
            (ImportOf.MENTOR, _("Mentors, one a line")),
            (ImportOf.PAIRS, _("Pairs decided elsewhere, a mentee and their mentor a line")),
        ],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "CSV, XLSX or ODS, headers on top; or a JSON list of objects. Any column names, in French or English."
        ),
        widget=FileInput(),
        allow_empty_file=True,
    )


class ColumnsForm(forms.Form):
    """One choice per column of the file."""

    def __init__(
        self, *args: Any, shown: list[ColumnShown], import_: Import, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.shown = shown
        known = field_choices(import_)
        for at, column in enumerate(shown):
            choices = known
            if column.field and column.field not in dict(known):
                choices = [*known, (column.field, column.label)]
            self.fields[f"column-{at}"] = forms.ChoiceField(
                label=column.name, choices=choices, required=False, initial=column.field
            )

    @property
    def rows(self) -> list[tuple[ColumnShown, forms.BoundField]]:
        """Return each column with its choice."""
        return [(column, self[f"column-{at}"]) for at, column in enumerate(self.shown)]

    @property
    def choices(self) -> dict[str, str]:
        """Return header -> field, "" for a column left out."""
        return {
            column.header: self.cleaned_data[f"column-{at}"] for at, column in enumerate(self.shown)
        }


class BeginForm(forms.Form):
    """How the people of the file are enrolled."""

    enrol_as = forms.ChoiceField(
        label=_("How are they enrolled?"),
        choices=[
            (EnrolmentStatus.SUBMITTED, _("To validate: I look at each of them first")),
            (EnrolmentStatus.AVAILABLE, _("Validated: they enter the next match run")),
        ],
        initial=EnrolmentStatus.SUBMITTED,
        widget=forms.RadioSelect,
    )


class PairsForm(forms.Form):
    """What becomes of pairs decided elsewhere."""

    become = forms.ChoiceField(
        label=_("What do these pairs become?"),
        choices=PairsAs.choices,
        initial=PairsAs.PROPOSED,
        widget=forms.RadioSelect,
    )
    enrol = forms.ChoiceField(
        label=_("Some people are not enrolled in this cohort"),
        choices=[
            ("yes", _("Enrol them, validated, without a message")),
            ("no", _("Leave their lines out")),
        ],
        initial="no",
        widget=forms.RadioSelect,
    )
    ruled = forms.BooleanField(
        label=_("Take also the pairs that a rule of the programme excludes"),
        help_text=_("Read why first, under “To look at”. Your choice is noted in the journal."),
        required=False,
    )

    def __init__(self, *args: Any, unknown: bool, excluded: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not unknown:
            del self.fields["enrol"]
        if not excluded:
            del self.fields["ruled"]

    @property
    def wishes(self) -> Wishes:
        """Return what was asked."""
        given = self.cleaned_data
        return Wishes(
            given["become"], enrol=given.get("enrol") == "yes", ruled=given.get("ruled", False)
        )
