"""Forms of these pages: a note, places reserved, the hour of an announcement."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ithaque.kernel import clock
from ithaque.matching.models.decisions import NOTE_MAX, REASON_MAX
from ithaque.ui.forms import DateTimeInput


class NoteForm(forms.Form):
    """A note of the team."""

    text = forms.CharField(
        label=_("Your note"), max_length=NOTE_MAX, widget=forms.Textarea(attrs={"rows": 5})
    )


class ReserveForm(forms.Form):
    """How many places stay free, and why."""

    places = forms.IntegerField(label=_("Places to reserve"), min_value=1)
    reason = forms.CharField(
        label=_("Why, in a few words"),
        max_length=REASON_MAX,
        required=False,
        help_text=_("Read by the other coordinators."),
    )

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["places"] = forms.IntegerField(
            label=_("Places to reserve"), min_value=1, max_value=most, initial=1
        )


class HourForm(forms.Form):
    """The hour at which an announcement leaves, in the coordinator's time zone."""

    at = forms.DateTimeField(
        label=_("Day and hour"),
        widget=DateTimeInput(),
        error_messages={"required": _("Choose a day and an hour. Nobody was written to.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tomorrow = timezone.localtime(clock.now()) + timedelta(days=1)
        self.fields["at"].initial = tomorrow.replace(hour=9, minute=0, second=0, microsecond=0)
