"""What a coordinator types about a pair."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ithaque.mentoring.enums import ClosurePath, ClosureReason
from ithaque.mentoring.models import Pair
from ithaque.ui.forms import DateInput


class WriteForm(forms.Form):
    """A letter to both."""

    subject = forms.CharField(label=_("Subject of the message"), max_length=120)
    body = forms.CharField(
        label=_("Your message"), max_length=4000, widget=forms.Textarea({"rows": 8})
    )


class SignForm(forms.Form):
    """A coordinator's name under what they read."""

    name = forms.CharField(label=_("Your first and last name"), max_length=160)
    agreed = forms.BooleanField(
        label=_("I have read this agreement and I sign it for the programme")
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def read_again(self, digest: str) -> None:
        """Make the form speak of the words on screen now, once what was read has changed."""
        if self.is_bound:
            self.data = {**{name: self.data[name] for name in self.data}, "digest": digest}


class SeveralForm(forms.Form):
    """Several agreements signed with one name; each box carries the digest of what was on screen."""

    name = forms.CharField(label=_("Your first and last name"), max_length=160)
    agreed = forms.BooleanField(
        label=_("I have read the agreements I tick and I sign them for the programme")
    )

    def __init__(self, *args: Any, ready: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ready = ready

    def clean(self) -> dict[str, Any]:
        """Ask for at least one agreement."""
        data = super().clean() or self.cleaned_data
        if self.is_bound and not self.ticked:
            self.add_error(None, _("Tick at least one agreement to sign."))
        return data

    @property
    def ticked(self) -> list[tuple[str, str]]:
        """Return the (pair, digest) ticked, those that still wait."""
        sent: list[str] = getattr(self.data, "getlist", lambda name: [])("agreement")
        rows = [tuple(value.partition(":")[::2]) for value in sent]
        return [(pair, digest) for pair, digest in rows if pair in self.ready]

    def chosen(self) -> list[tuple[Any, str]]:
        """Return the pairs to sign for, each with the digest of what was read."""
        return [(self.ready[pair].agreement.pair, digest) for pair, digest in self.ticked]


class InterviewForm(forms.Form):
    """A talk after the end: with whom, when, why it ended, what to remember."""

    held_on = forms.DateField(label=_("Date of the talk"), widget=DateInput)
    reason = forms.ChoiceField(
        label=pgettext_lazy("of a closure", "Reason"), choices=ClosureReason.choices
    )
    note = forms.CharField(
        label=_("What to remember, facts only"),
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    field_order = ("person", "held_on", "reason", "note")

    def __init__(self, *args: Any, pair: Pair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = {str(one.public_id): one for one in pair.people}
        self.fields["person"] = forms.TypedChoiceField(
            label=_("With"),
            choices=[(key, one.get_full_name()) for key, one in people.items()],
            coerce=people.__getitem__,
        )
        self.order_fields(self.field_order)


class ExtendForm(forms.Form):
    """Another last day."""

    ends_on = forms.DateField(label=_("New last day"), widget=DateInput)


class CloseForm(forms.Form):
    """Close in the place of the pair, the consequence said and accepted."""

    path = forms.ChoiceField(
        label=_("How it ends"), choices=ClosurePath.choices, initial=ClosurePath.ONE_SIDED
    )
    reason = forms.ChoiceField(
        label=pgettext_lazy("of a closure", "Reason"),
        choices=[("", _("Not given")), *ClosureReason.choices],
        required=False,
    )
    meetings = forms.ChoiceField(
        label=_("The meetings already planned"),
        choices=[
            ("keep", _("Keep them, to say goodbye")),
            ("cancel", _("Cancel them: the invitations are withdrawn")),
        ],
        initial="keep",
        required=False,
    )
    now = forms.BooleanField(
        label=_("Close now, without waiting for their balances"),
        required=False,
        help_text=_(
            "Planned meetings leave their calendars, and each receives a goodbye and their certificate."
        ),
    )

    def __init__(self, *args: Any, asked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked:
            del self.fields["path"], self.fields["reason"], self.fields["meetings"]
            self.fields["now"].required = True
