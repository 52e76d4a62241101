"""Sample sentences of the gallery, kept out of the catalogues: they are examples, not interface."""

from __future__ import annotations

from django import template

from ithaque.kernel.bilingual import pick

register = template.Library()


@register.simple_tag
def say(fr: str, en: str) -> str:
    """Return the sample in the language of the page."""
    return pick(fr, en)
