"""What the pages of a programme show to its team, gathered once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings as instance
from django.urls import reverse
from django.utils.translation import gettext as _

from ithaque.people.models import Person
from ithaque.programmes import rules, selectors, services
from ithaque.programmes.enums import ProgrammeStatus, Side
from ithaque.programmes.models import Cohort, Programme
from ithaque.programmes.words import calendar_sentence
from ithaque.web.coordination.programmes.parts import PARTS

KINDS = {
    ProgrammeStatus.DRAFT: "watch",
    ProgrammeStatus.OPEN: "good",
    ProgrammeStatus.CLOSED: "quiet",
}


class ProgrammePage:
    """A programme as its coordinators see it."""

    def __init__(self, programme: Programme, person: Person, current: str = "") -> None:
        self.programme, self.person, self.current = programme, person, current

    @property
    def kind(self) -> str:
        """Return the colour of the status."""
        return KINDS[ProgrammeStatus(self.programme.status)]

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """Return the parts of the programme."""
        args = [self.programme.public_id]
        first = {
            "label": _("Overview"),
            "href": reverse("coordination:programme", args=args),
            "current": not self.current,
        }
        forms = {
            "label": _("Forms"),
            "href": reverse("coordination:programme-forms", args=args),
            "current": False,
        }
        announcements = {
            "label": _("Announcements"),
            "href": reverse("coordination:bulletins", args=args),
            "current": False,
        }
        parts = [
            {
                "label": part.title,
                "href": reverse("coordination:programme-settings", args=[*args, key]),
                "current": self.current == key,
            }
            for key, part in PARTS.items()
        ]
        team = {
            "label": _("Team"),
            "href": reverse("coordination:programme-team", args=args),
            "current": self.current == "team",
        }
        template = {
            "label": _("Template"),
            "href": reverse("coordination:programme-save", args=args),
            "current": self.current == "template",
        }
        return [first, announcements, forms, *parts, team, template]

    @property
    def public_url(self) -> str:
        """Return the full address of the public page."""
        return instance.SITE_URL + reverse("public:programme", args=[self.programme.slug])

    @property
    def cohorts(self) -> list[dict[str, Any]]:
        """Return the cohorts, newest first, with their counts and invitation links."""
        return [self._cohort(cohort) for cohort in self._cohorts]

    @cached_property
    def _cohorts(self) -> list[Cohort]:
        found = list(self.programme.cohorts.all())
        for cohort in found:
            cohort.programme = self.programme
        return found

    def _cohort(self, cohort: Cohort) -> dict[str, Any]:
        counts = selectors.enrolment_counts(cohort)
        url = reverse("coordination:enrolments", args=[cohort.public_id])
        return {
            "cohort": cohort,
            "url": url,
            "window": self._window(cohort),
            "calendar": calendar_sentence(cohort),
            "overlapping": ", ".join(
                other.name
                for other in self._cohorts
                if other.pk != cohort.pk and rules.overlaps(cohort, other)
            ),
            "figures": [
                {
                    "value": counts["submitted"],
                    "label": _("to validate"),
                    "href": f"{url}?status=submitted",
                },
                {
                    "value": counts["available"],
                    "label": _("validated"),
                    "href": f"{url}?status=available",
                },
                {
                    "value": counts["draft"],
                    "label": _("form in progress"),
                    "href": f"{url}?status=draft",
                },
            ],
            "invitations": [
                (
                    label,
                    instance.SITE_URL
                    + services.invitation_path(cohort=cohort, side=side, by=self.person),
                )
                for side, label in (
                    (Side.MENTEE, _("Invite a mentee")),
                    (Side.MENTOR, _("Invite a mentor")),
                )
            ],
        }

    @staticmethod
    def _window(cohort: Cohort) -> str:
        if cohort.always_open and rules.can_enrol(cohort):
            return ""
        if rules.window(cohort) == rules.Window.OPEN:
            return _("Enrolment is open.")
        return services.window_sentence(cohort)
