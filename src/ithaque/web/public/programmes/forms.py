"""What is asked on these pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class GuardianForm(forms.Form):
    """A guardian's word."""

    agrees = forms.BooleanField(
        label=_(
            "I am responsible for this young person, I have read this page, and I authorise their enrolment."
        ),
        error_messages={"required": _("Tick the box to authorise; close the page if you do not.")},
    )
