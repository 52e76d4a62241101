"""Each audience declares its links once; header, tab bar, account menu and footer read them from here.

A link is an `Item`: a word, an icon and the name of a URL (or a function of the request for an address
with arguments). An item without an address for this request is not shown, so that no link is dead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Place: TypeAlias = Literal["main", "tool", "account", "footer"]
Text: TypeAlias = "str | StrPromise"

EVERYONE = "everyone"
TAB_BAR_ITEMS = 4


@dataclass(frozen=True)
class Item:
    """One link of an audience.

    `url_name` is reversed without argument; `address` replaces it where the request decides (None hides the
    item). The item is current on its own page and on those whose URL name starts with one of `within`.
    `count` adds a number to be read with the label (new messages). `post` makes it a button that posts.
    """

    label: Text
    url_name: str
    icon: str = "circle"
    place: Place = "main"
    within: tuple[str, ...] = ()
    address: Callable[[HttpRequest], str | None] | None = None
    shown: Callable[[HttpRequest], bool] | None = None
    count: Callable[[HttpRequest], int] | None = None
    post: bool = False
    icon_only: bool = False


@dataclass(frozen=True)
class Link:
    """An item resolved for one request."""

    label: Text
    url: str
    icon: str
    current: bool
    count: int
    post: bool
    icon_only: bool


_registry: dict[str, list[Item]] = {}


def register(audience: str, items: Iterable[Item]) -> None:
    """Add links to an audience (`EVERYONE` for all), in the order given."""
    _registry.setdefault(audience, []).extend(items)


def registered() -> dict[str, list[Item]]:
    """Return every declared item by audience, for checks and tests."""
    return {audience: list(items) for audience, items in _registry.items()}


def links(audience: str, place: Place, request: HttpRequest) -> list[Link]:
    """Return the links an audience has at one place of the page, those of everyone last.

    At most one is current: the one that fits the page's URL name most closely.
    """
    items = [
        item for name in dict.fromkeys((audience, EVERYONE)) for item in _registry.get(name, [])
    ]
    here = [item for item in items if item.place == place]
    fits = [_fit(item, request) for item in here]
    best = max(fits, default=0)
    resolved = (
        _resolve(item, request, current=best > 0 and fits.index(best) == index)
        for index, item in enumerate(here)
    )
    return [link for link in resolved if link is not None]


def _resolve(item: Item, request: HttpRequest, *, current: bool) -> Link | None:
    if item.shown is not None and not item.shown(request):
        return None
    url = _address(item, request)
    if url is None:
        return None
    return Link(
        label=item.label,
        url=url,
        icon=item.icon,
        current=current,
        count=item.count(request) if item.count else 0,
        post=item.post,
        icon_only=item.icon_only,
    )


def _address(item: Item, request: HttpRequest) -> str | None:
    if item.address is not None:
        return item.address(request)
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return None  # the system check ui.W001 names it


def _fit(item: Item, request: HttpRequest) -> int:
    """Return how closely an item fits the page: its whole name, else the length of the prefix, else 0."""
    match = getattr(request, "resolver_match", None)
    name = match.view_name if match else ""
    if name == item.url_name:
        return len(name) + 1
    return max((len(prefix) for prefix in item.within if name.startswith(prefix)), default=0)
