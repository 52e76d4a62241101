"""What a coordinator types to open a circle or a team, and to add someone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.mentoring.selectors.candidates import Candidate
from ithaque.programmes.enums import PairFormat, Side

FORMATS = (
    (PairFormat.CIRCLE, PairFormat.CIRCLE.label),
    (PairFormat.TEAM, PairFormat.TEAM.label),
)


class GroupForm(forms.Form):
    """Who is in it, and how it is called."""

    format = forms.ChoiceField(
        label=gettext_lazy("What you open"), choices=FORMATS, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the circle"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Everyone in it reads it; a team goes by its first names."),
    )
    mentors = forms.MultipleChoiceField(
        label=gettext_lazy("Mentors"), widget=forms.CheckboxSelectMultiple
    )
    mentees = forms.MultipleChoiceField(
        label=gettext_lazy("Mentees"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.enrolment.public_id): one.enrolment for one in candidates}
        for name, side in (("mentors", Side.MENTOR), ("mentees", Side.MENTEE)):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                (str(one.enrolment.public_id), label_of(one))
                for one in candidates
                if one.enrolment.side == side
            ]

    def chosen(self) -> dict[str, Any]:
        """Return what the service takes."""
        data = self.cleaned_data
        return {
            "format": data["format"],
            "name": data["name"],
            "mentors": [self.known[key] for key in data["mentors"]],
            "mentees": [self.known[key] for key in data["mentees"]],
        }


class JoinForm(forms.Form):
    """Someone who joins."""

    enrolment = forms.ChoiceField(label=gettext_lazy("Who joins"))

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.enrolment.public_id): one.enrolment for one in candidates}
        self.fields["enrolment"].choices = [  # type: ignore[attr-defined]
            (str(one.enrolment.public_id), label_of(one, side=True)) for one in candidates
        ]


def label_of(one: Candidate, *, side: bool = False) -> str:
    """Return a name with what tells people apart: their side, whether they wait, said yes to a circle."""
    said = [one.enrolment.get_side_display()] if side else []
    if one.said_yes:
        said.append(_("said yes to a circle"))
    elif one.is_waiting:
        said.append(_("on the waiting list"))
    name = one.enrolment.person.get_full_name()
    return f"{name} ({', '.join(said)})" if said else name
