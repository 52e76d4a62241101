"""What would make a page lie: a navigation item whose address does not exist."""

from typing import Any

from django.core.checks import Warning, register
from django.urls import NoReverseMatch, reverse

from ithaque.ui import navigation


@register()
def navigation_leads_somewhere(app_configs: Any, **kwargs: Any) -> list[Warning]:
    """Warn of each declared navigation item that no URL answers."""
    return [
        Warning(
            f"The navigation of “{audience}” names the URL “{item.url_name}”, which does not exist.",
            hint="Correct the name or remove the item: it is not shown meanwhile.",
            id="ui.W001",
        )
        for audience, items in navigation.registered().items()
        for item in items
        if item.address is None and not _answers(item.url_name)
    ]


def _answers(url_name: str) -> bool:
    try:
        reverse(url_name)
    except NoReverseMatch:
        return False
    return True
