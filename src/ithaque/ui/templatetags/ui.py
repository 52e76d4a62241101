"""What components need and Django's own tags do not give. Loaded by the components themselves."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest, QueryDict
from django.template.context import Context
from django.utils.safestring import SafeString

from ithaque.ui import charts, navigation
from ithaque.ui.icons import icon_svg

register = template.Library()

TONES = ("", "avatar-b", "avatar-c", "avatar-d")
STATUS_ICONS = {
    "good": "circle-check",
    "watch": "triangle-alert",
    "urgent": "octagon-alert",
    "info": "info",
    "quiet": "circle",
}
NOTICE_ICONS = {
    "info": "info",
    "good": "circle-check",
    "watch": "triangle-alert",
    "error": "octagon-alert",
}
EXPORTS = ("csv", "xlsx", "ods", "json")
MESSAGE_KINDS = {
    "debug": "info",
    "info": "info",
    "success": "good",
    "warning": "watch",
    "error": "error",
}


@register.simple_tag
def icon(name: str, css_class: str = "", label: str = "") -> SafeString:
    """Draw one Lucide icon."""
    return icon_svg(name, css_class, label)


@register.simple_tag(takes_context=True)
def navigation_links(context: Context, audience: str, place: str = "main") -> list[navigation.Link]:
    """Return the links of an audience at a place; none on a page made without a request."""
    request = context.get("request")
    if not isinstance(request, HttpRequest) or place not in ("main", "tool", "account", "footer"):
        return []
    return navigation.links(audience, place, request)  # type: ignore[arg-type]


@register.filter
def tabs_of(links: list[navigation.Link]) -> list[navigation.Link]:
    """Return the links that fit in the bottom bar of a phone."""
    return links[: navigation.TAB_BAR_ITEMS]


@register.filter
def beyond_tabs(links: list[navigation.Link]) -> list[navigation.Link]:
    """Return the links that do not fit in the bottom bar: the account menu shows them on a phone."""
    return links[navigation.TAB_BAR_ITEMS :]


@register.filter
def initial(name: Any) -> str:
    """Return the first letter of a name, as a capital, or a dot when there is no name."""
    return str(name or "").strip()[:1].upper() or "·"


@register.filter
def tone(name: Any) -> str:
    """Return one of the four avatar colours, always the same for a name."""
    return TONES[sum(str(name or "").encode()) % len(TONES)]


@register.filter
def status_icon(kind: str) -> str:
    """Return the icon that goes with a status."""
    return STATUS_ICONS.get(kind, "info")


@register.filter
def notice_icon(kind: str) -> str:
    """Return the icon that goes with a notice."""
    return NOTICE_ICONS.get(kind, "info")


@register.filter
def message_kind(tags: str) -> str:
    """Return the kind of notice for the tags of a Django message."""
    return next((MESSAGE_KINDS[tag] for tag in str(tags).split() if tag in MESSAGE_KINDS), "info")


@register.filter
def signed(level: int) -> str:
    """Return a goal level with a true minus sign: “−2”, “0”, “+1”."""
    level = int(level)
    return f"−{-level}" if level < 0 else f"+{level}" if level else "0"


@register.filter
def times(count: int) -> range:
    """Return a range to loop `count` times."""
    return range(1, int(count) + 1)


@register.filter
def line_chart(points: Any) -> charts.LineChart:
    """Return the geometry of a line chart for points with `label` and `value`."""
    return charts.line_chart(points)


@register.filter
def level_chart(points: Any) -> charts.LevelChart:
    """Return the geometry of a curve of levels for points with `at`, `label` and `value`."""
    return charts.level_chart(points)


@register.filter
def share_bar(parts: Any) -> list[charts.Share]:
    """Return the rectangles of a bar cut in shares, for parts with `label`, `value` and `kind`."""
    return charts.share_bar(parts)


def _changed_query(context: Context, **changes: str | None) -> str:
    request = context.get("request")
    query = request.GET.copy() if isinstance(request, HttpRequest) else QueryDict(mutable=True)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def page_link(context: Context, number: int, param: str = "page") -> str:
    """Return the address of another page of the same list, filters and order kept."""
    return _changed_query(context, **{param: str(number)})


@register.simple_tag(takes_context=True)
def export_links(context: Context) -> list[dict[str, str]]:
    """Return the addresses of the list shown, as files: same search, filters, order and columns."""
    return [
        {"label": form.upper(), "href": _changed_query(context, page=None, export=form)}
        for form in EXPORTS
    ]


@register.simple_tag(takes_context=True)
def sort_state(context: Context, key: str, param: str = "sort") -> dict[str, str]:
    """Return how a list is sorted by `key` (“ascending”, “descending” or nothing) and the address that turns it.

    The order travels as `?sort=key` or `?sort=-key`; turning it goes back to the first page.
    """
    request = context.get("request")
    current = request.GET.get(param, "") if isinstance(request, HttpRequest) else ""
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    following = f"-{key}" if direction == "ascending" else key
    return {
        "direction": direction,
        "href": _changed_query(context, **{param: following, "page": None}),
    }
