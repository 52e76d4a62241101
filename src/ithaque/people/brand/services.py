"""Change the brand of an organisation; what could not be read is refused, with the nearest that can."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import files, journal
from ithaque.kernel.errors import Refusal
from ithaque.people.brand import colours, logos
from ithaque.people.journal import BRAND_CHANGED
from ithaque.people.models import Organisation, Person


class Unreadable(Refusal):
    """A colour nobody could read; `field` is where it was typed, `nearest` the closest that can be read."""

    def __init__(self, field: str, theme: colours.Theme, colour: str) -> None:
        self.field, self.nearest = field, theme.nearest(colour)
        least = min(colours.contrast(colour, ground) for ground in theme.grounds)
        least = min(least, colours.contrast(colour, theme.written_on_it))
        words = {
            "measured": f"{least:.1f}",
            "needed": f"{colours.TEXT:.1f}",
            "nearest": self.nearest,
        }
        sentence = (
            _(
                "On light pages this colour is not readable enough: contrast %(measured)s, where %(needed)s"
                " is needed. The nearest that is: %(nearest)s."
            )
            if theme.name == "light"
            else _(
                "On dark pages this colour is not readable enough: contrast %(measured)s, where %(needed)s"
                " is needed. The nearest that is: %(nearest)s."
            )
        )
        super().__init__("unreadable_colour", sentence % words, conflict=False)


@transaction.atomic
def change_brand(
    *,
    organisation: Organisation,
    colour: str,
    colour_dark: str,
    sender_name: str,
    reply_to: str,
    by: Person,
) -> Organisation:
    """Change colours (`#rrggbb` or empty) and the sender of messages.

    An empty dark colour is drawn from the light one. Raises Unreadable, and Refusal for what is no colour.
    """
    colour, colour_dark = colour.strip().lower(), colour_dark.strip().lower()
    _check("colour", colours.LIGHT, colour)
    _check("colour_dark", colours.DARK, colour_dark)
    if colour_dark and not colour:
        raise Refusal("no_colour", _("Choose the colour of light pages first."), conflict=False)
    organisation.colour, organisation.colour_dark = colour, colour_dark
    organisation.sender_name = " ".join(sender_name.split())
    organisation.reply_to = reply_to
    organisation.save(update_fields=["colour", "colour_dark", "sender_name", "reply_to"])
    journal.record(BRAND_CHANGED, by=by, target=organisation, scope=organisation)
    return organisation


@transaction.atomic
def change_logo(*, organisation: Organisation, content: bytes, by: Person) -> Organisation:
    """Replace the logo by a PNG drawn from an SVG or PNG file; raises Refusal, and the logo in place stays."""
    picture = logos.drawn(content)
    old = organisation.logo
    organisation.logo = files.keep(picture, name="logo.png", by=by)
    organisation.save(update_fields=["logo"])
    if old is not None:
        transaction.on_commit(lambda: files.discard(old))
    journal.record(BRAND_CHANGED, by=by, target=organisation, scope=organisation)
    return organisation


@transaction.atomic
def remove_logo(*, organisation: Organisation, by: Person) -> None:
    """Take the logo away; pages show the organisation's name alone."""
    old = organisation.logo
    if old is None:
        return
    organisation.logo = None
    organisation.save(update_fields=["logo"])
    transaction.on_commit(lambda: files.discard(old))
    journal.record(BRAND_CHANGED, by=by, target=organisation, scope=organisation)


def _check(field: str, theme: colours.Theme, colour: str) -> None:
    if not colour:
        return
    if not colours.HEX.fullmatch(colour):
        raise Refusal(
            "not_a_colour",
            _("Write a colour as # and six figures or letters from a to f, for example #0f5561."),
            conflict=False,
        )
    if not theme.accepts(colour):
        raise Unreadable(field, theme, colour)
