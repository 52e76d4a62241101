"""What a coordinator types to open a circle, a team or peers, to add someone, to book an hour."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.mentoring.models import FlashSlot
from ithaque.mentoring.selectors.candidates import Candidate
from ithaque.programmes.enums import PairFormat, Side
from ithaque.ui import dates
from ithaque.ui.templatetags.typo import sentence

FORMATS = (
    (PairFormat.CIRCLE, PairFormat.CIRCLE.label),
    (PairFormat.TEAM, PairFormat.TEAM.label),
)


class GroupForm(forms.Form):
    """Who is in it, and how it is called; who is ticked at first comes first."""

    format = forms.ChoiceField(
        label=gettext_lazy("What you open"), choices=FORMATS, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the circle"),
        max_length=80,
        required=False,
        help_text=gettext_lazy(
            "A circle needs one, which everyone in it reads; a team goes by its first names."
        ),
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
            ticked = self.initial.get(name, ())
            people = [
                (str(one.enrolment.public_id), label_of(one))
                for one in candidates
                if one.enrolment.side == side
            ]
            people.sort(key=lambda choice: choice[0] not in ticked)
            self.fields[name].choices = people  # type: ignore[attr-defined]

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
            ("", "…"),
            *((str(one.enrolment.public_id), label_of(one, side=True)) for one in candidates),
        ]


class PeersForm(forms.Form):
    """The two people brought together."""

    first = forms.ChoiceField(label=gettext_lazy("Who waits"))
    second = forms.ChoiceField(label=gettext_lazy("With whom"))

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.enrolment.public_id): one.enrolment for one in candidates}
        people = [(str(one.enrolment.public_id), label_of(one)) for one in candidates]
        for name in ("first", "second"):
            self.fields[name].choices = [("", "…"), *people]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {name: self.known[self.cleaned_data[name]] for name in ("first", "second")}


class FlashForm(forms.Form):
    """An hour among those open, and the subject."""

    slot = forms.ChoiceField(label=gettext_lazy("Hour and mentor"), widget=forms.RadioSelect)
    subject = forms.CharField(
        label=gettext_lazy("Subject of the meeting"),
        max_length=200,
        help_text=gettext_lazy("One question or one thing to look at together: both read it."),
    )

    def __init__(self, *args: Any, slots: Iterable[FlashSlot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.public_id): one for one in slots}
        self.fields["slot"].choices = [  # type: ignore[attr-defined]
            (key, hour_of(one)) for key, one in self.known.items()
        ]

    def chosen(self) -> dict[str, Any]:
        """Return what the service takes."""
        data = self.cleaned_data
        return {"slot": self.known[data["slot"]], "subject": data["subject"]}


def hour_of(slot: FlashSlot) -> str:
    """Return an hour and who opened it, in words."""
    hour = sentence(dates.slot(slot.starts_at, slot.ends_at))
    return _("%(hour)s, with %(name)s") % {
        "hour": hour,
        "name": slot.mentor.person.get_full_name(),
    }


def label_of(one: Candidate, *, side: bool = False) -> str:
    """Return a name with what tells people apart: their side, whether they wait, said yes, have a pair."""
    said = [one.enrolment.get_side_display()] if side else []
    if one.said_yes:
        said.append(_("said yes to it"))
    elif one.is_waiting:
        said.append(_("on the waiting list"))
    if one.is_paired:
        said.append(_("already in a pair or circle"))
    name = one.enrolment.person.get_full_name()
    return f"{name} ({', '.join(said)})" if said else name
