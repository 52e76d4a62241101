"""Send a file, say what its columns are, say how its people are enrolled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.matching.intake import ColumnShown, field_choices
from ithaque.programmes.enums import EnrolmentStatus, Side
from ithaque.ui.forms import FileInput


class FileForm(forms.Form):
    """A table of people, and on which side they stand."""

    side = forms.ChoiceField(
        label=_("Who are these people?"),
        choices=[(Side.MENTEE, _("They are mentees")), (Side.MENTOR, _("They are mentors"))],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "CSV, XLSX or ODS, one line per person, headers on top; or a JSON list of objects. Any column names, in French or English."
        ),
        widget=FileInput(),
        allow_empty_file=True,
    )


class ColumnsForm(forms.Form):
    """One choice per column of the file."""

    def __init__(self, *args: Any, shown: list[ColumnShown], side: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = shown
        known = field_choices(side)
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
