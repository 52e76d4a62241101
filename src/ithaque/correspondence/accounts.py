"""The mails of accounts (codes, notices): allauth decides when, they leave in our frame, by the outbox."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.kinds import register
from ithaque.correspondence.services import render
from ithaque.kernel import outbox, throttle
from ithaque.people.selectors import person_at

ACCOUNT = register(
    "correspondence.account", _("someone used this address to sign in to Ithaque, or to join it.")
)


class AccountAdapter(DefaultAccountAdapter):
    """Our way of doing what allauth leaves open."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail in the outbox, in the language of the account, else of the page being read."""
        person = person_at(email)
        language = person.locale if person else translation.get_language()
        values = {**context, "site_url": settings.SITE_URL}
        with translation.override(language):
            words = {
                "account_subject": " ".join(
                    render_to_string(f"{template_prefix}_subject.txt", values).split()
                ),
                "account_body": render_to_string(f"{template_prefix}_message.txt", values),
            }
            subject, text, html = render(ACCOUNT, to=None, context=words, action=None)
        outbox.post(
            kind=ACCOUNT.code, to=email, person=person, subject=subject, text=text, html=html
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that attempts are counted for; a proxy is believed only when trusted."""
        return throttle.address(request)
