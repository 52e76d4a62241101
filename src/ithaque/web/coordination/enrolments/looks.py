"""What an address says of a list of enrolments: step, filters, sort, columns; and back to an address."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ithaque.programmes import pipeline
from ithaque.programmes.enums import EnrolmentStatus, Side, Stage
from ithaque.programmes.pipeline import Look

COLUMNS: dict[str, str | Promise] = {
    "side": _("Side"),
    "subjects": _("Needs or know-how"),
    "sent": _("Sent on"),
    "step": pgettext_lazy("of an enrolment", "Step"),
    "waited": _("Days waited"),
    "until": _("Vetting holds until"),
    "decided": _("Decided on"),
    "places": _("Places"),
    "email": _("E-mail address"),
}
USUAL = ("side", "subjects", "sent", "step")
STEPS = frozenset((*EnrolmentStatus.values, *Stage.values))
PARAMETERS = ("status", "side", "q", "sort", "minors", "expiring", "show")


def look_of(query: Any) -> Look:
    """Return the look an address asks for; what it does not know is left out."""
    step, side, sort = query.get("status", ""), query.get("side", ""), query.get("sort", "name")
    shown = tuple(name for name in COLUMNS if name in query.getlist("show"))
    return Look(
        step=step if step in STEPS else "",
        side=side if side in Side.values else "",
        search=query.get("q", "")[:80].replace("\x00", ""),
        sort=sort if sort.lstrip("-") in pipeline.SORTS else "name",
        minors=query.get("minors") == "yes",
        expiring=query.get("expiring") == "yes",
        columns=shown or USUAL,
    )


def query_of(look: Look, **changes: str) -> str:
    """Return the address part of a look, some of it changed; what is usual is left out."""
    values = {
        "status": look.step,
        "side": look.side,
        "q": look.search,
        "sort": "" if look.sort == "name" else look.sort,
        "minors": "yes" if look.minors else "",
        "expiring": "yes" if look.expiring else "",
        **changes,
    }
    pairs = [(name, value) for name, value in values.items() if value]
    if look.columns != USUAL:
        pairs += [("show", name) for name in look.columns]
    return f"?{urlencode(pairs)}" if pairs else ""


def cleaned(query: str) -> str:
    """Return an address part with nothing but what a list understands."""
    pairs = parse_qsl(query.lstrip("?"), max_num_fields=40)
    return urlencode([(name, value) for name, value in pairs if name in PARAMETERS])


def is_filtered(look: Look) -> bool:
    """Tell whether an empty list may come from the filters."""
    return bool(look.step or look.side or look.search or look.minors or look.expiring)
