"""One form to sign in: an address, and a password for those who have one; the others receive a code.

Apart from `accounts`, which allauth imports while it loads the forms this module derives from.
"""

from __future__ import annotations

from allauth.account import forms
from django.utils.translation import gettext_lazy as _


class LoginForm(forms.LoginForm):
    """allauth's form, whose password may be left empty: a code is then sent to the address."""

    def _setup_password_field(self) -> None:
        password = self.fields["password"]
        password.required = False
        password.help_text = _("Leave it empty to receive a code by e-mail instead.")
        self.fields["login"].label = _("E-mail address")
