"""What one types to open an hour, and to book one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.errors import Refusal
from ithaque.mentoring.rules import instant
from ithaque.people.models import Person
from ithaque.programmes.models import Enrolment
from ithaque.ui.forms import DateInput, TimeInput

LENGTHS = [(30, _("30 minutes")), (45, _("45 minutes")), (60, _("One hour"))]


class SlotForm(forms.Form):
    """A day and an hour in the mentor's zone, and a length."""

    where = forms.ChoiceField(label=_("Programme"))
    day = forms.DateField(label=_("Day"), widget=DateInput)
    hour = forms.TimeField(label=_("Hour"), widget=TimeInput)
    minutes = forms.TypedChoiceField(label=_("Length"), choices=LENGTHS, coerce=int, initial=45)

    def __init__(self, *args: Any, person: Person, mine: Iterable[Enrolment], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.person = person
        self.known = {str(one.public_id): one for one in mine}
        self.fields["where"].choices = [  # type: ignore[attr-defined]
            (key, one.cohort.programme.title) for key, one in self.known.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Join day and hour into one instant."""
        data = super().clean() or self.cleaned_data
        if "day" in data and "hour" in data:
            try:
                data["starts_at"] = instant(data["day"], data["hour"], self.person.time_zone)
            except Refusal as refusal:
                self.add_error("hour", str(refusal))
        return data


class BookForm(forms.Form):
    """The subject, precise enough for a short meeting."""

    subject = forms.CharField(
        label=_("Your subject"),
        max_length=200,
        help_text=_("One question or one thing to look at together: the mentor reads it before."),
    )
