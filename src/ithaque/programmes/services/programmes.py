"""Create a programme from a template, tune it without code, open and close it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings as instance
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from ithaque.kernel import clock, journal
from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Organisation, Person
from ithaque.programmes.enums import ProgrammeStatus, TeamRole
from ithaque.programmes.journal import (
    COHORT_CHANGED,
    COHORT_CREATED,
    PROGRAMME_CHANGED,
    PROGRAMME_CLOSED,
    PROGRAMME_CREATED,
    PROGRAMME_OPENED,
)
from ithaque.programmes.models import Cohort, Programme
from ithaque.programmes.programme_templates import ProgrammeTemplate
from ithaque.programmes.programme_templates import template as template_of
from ithaque.programmes.selectors import settings_of
from ithaque.programmes.settings import ProgrammeSettings
from ithaque.questionnaires.services import create_form

ENROLMENT_DAYS, START_DAYS = 28, 42
TEXTS = ("title", "tagline", "audience")


@dataclass(frozen=True)
class Calendar:
    """The name and the dates of a cohort; without closing day and end, it is always open."""

    name: str
    opens_on: date
    closes_on: date | None
    starts_on: date
    ends_on: date | None
    late_until: date | None = None

    @property
    def enrols_until(self) -> date | None:
        """Return the last day on which one enrols, late arrivals included; None when there is none."""
        return self.late_until or self.closes_on


def suggested_calendar(
    months: int, *, opens_on: date | None = None, always_open: bool = False
) -> Calendar:
    """Return four weeks of enrolment from today, a start two weeks later, for so many months.

    Always open: from today, without closing day or end.
    """
    opens_on = opens_on or clock.today(instance.TIME_ZONE)
    if always_open:
        with translation.override(instance.LANGUAGE_CODE):
            return Calendar(_("All year round"), opens_on, None, opens_on, None)
    starts_on = opens_on + timedelta(days=START_DAYS)
    ends_on = starts_on + timedelta(days=round(months * 30.44))
    with translation.override(instance.LANGUAGE_CODE):
        name = _("Cohort of %(year)d") % {"year": starts_on.year}
    return Calendar(name, opens_on, opens_on + timedelta(days=ENROLMENT_DAYS), starts_on, ends_on)


def calendar_of(settings: ProgrammeSettings) -> Calendar:
    """Return the calendar suggested for the next cohort of a programme with these settings."""
    return suggested_calendar(settings.duration_months, always_open=settings.always_open)


@transaction.atomic
def create_programme(
    *,
    organisation: Organisation,
    template: str | ProgrammeTemplate,
    by: Person,
    title: Bilingual | None = None,
    tagline: Bilingual | None = None,
    audience: Bilingual | None = None,
    calendar: Calendar | None = None,
    slug: str = "",
) -> Programme:
    """Make a draft programme from a template, with its forms and first cohort; `by` coordinates it.

    `template` is one that ships, by key, or any other. Texts and dates not given are the template's.
    Raises KeyError for an unknown key.
    """
    model = template_of(template) if isinstance(template, str) else template
    texts = {
        "title": title or model.title,
        "tagline": tagline or model.tagline,
        "audience": audience or model.audience,
    }
    slug = _free_slug(slug or slugify(str(texts["title"])) or model.key)
    programme = Programme.objects.create(
        organisation=organisation,
        slug=slug,
        template=model.key,
        settings=_document(model.settings),
        mentee_form=create_form(key=f"{slug}-mentee", schema=model.mentee_form, by=by),
        mentor_form=create_form(key=f"{slug}-mentor", schema=model.mentor_form, by=by),
        **_columns(texts),
    )
    programme.team.create(person=by, role=TeamRole.COORDINATOR)
    journal.record(
        PROGRAMME_CREATED, by=by, target=programme, scope=programme, data={"template": model.key}
    )
    add_cohort(
        programme=programme,
        calendar=calendar or calendar_of(model.settings),
        by=by,
    )
    return programme


@transaction.atomic
def add_cohort(*, programme: Programme, calendar: Calendar, by: Person) -> Cohort:
    """Add a cohort; refuses dates out of order and a name already used in the programme."""
    _check_dates(calendar)
    _check_name(programme, calendar.name)
    cohort = Cohort.objects.create(programme=programme, **vars(calendar))
    journal.record(COHORT_CREATED, by=by, target=cohort, scope=programme)
    return cohort


@transaction.atomic
def change_calendar(*, cohort: Cohort, calendar: Calendar, by: Person) -> Cohort:
    """Change the name and dates of a cohort; refuses dates out of order and a name already used."""
    _check_dates(calendar)
    _check_name(cohort.programme, calendar.name, but=cohort)
    for name, value in vars(calendar).items():
        setattr(cohort, name, value)
    cohort.save(update_fields=list(vars(calendar)))
    journal.record(COHORT_CHANGED, by=by, target=cohort, scope=cohort.programme)
    return cohort


@transaction.atomic
def change_texts(
    *, programme: Programme, by: Person, title: Bilingual, tagline: Bilingual, audience: Bilingual
) -> Programme:
    """Change title, line and audience in both languages; a title is needed in one of them."""
    if not title:
        raise Refusal(
            "no_title", _("Give the programme a title in at least one language."), conflict=False
        )
    columns = _columns({"title": title, "tagline": tagline, "audience": audience})
    for name, value in columns.items():
        setattr(programme, name, value)
    programme.save(update_fields=list(columns))
    journal.record(
        PROGRAMME_CHANGED, by=by, target=programme, scope=programme, data={"part": "texts"}
    )
    return programme


@transaction.atomic
def change_settings(
    *, programme: Programme, changes: dict[str, Any], by: Person
) -> ProgrammeSettings:
    """Change some settings, by path, and return them all: `{"matching.weights": {…}, "minors": True}`.

    Raises KeyError for an unknown path, Refusal with the first fault for a value out of bounds, and for meetings at
    home where minors are welcomed. Two people changing different parts at once both keep theirs.
    """
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    document = settings_of(locked).model_dump(mode="json")
    for path, value in changes.items():
        _set(
            document, path, value.model_dump(mode="json") if isinstance(value, BaseModel) else value
        )
    try:
        changed = ProgrammeSettings.model_validate(document)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise Refusal(
            "setting_out_of_bounds",
            _("“%(place)s” cannot have this value; nothing was changed.") % {"place": place},
            conflict=False,
        ) from error
    if changes.keys() & {"minors", "modalities"}:
        _require_home_between_adults(changed)
    locked.settings = programme.settings = _document(changed)
    locked.save(update_fields=["settings"])
    journal.record(
        PROGRAMME_CHANGED,
        by=by,
        target=programme,
        scope=programme,
        data={"part": ", ".join(sorted(changes))},
    )
    return changed


@transaction.atomic
def open_programme(*, programme: Programme, by: Person) -> Programme:
    """Show the programme to visitors and let people enrol in its window; opening twice changes nothing.

    Refuses a programme without a title or without a cohort still to come.
    """
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    if locked.status != ProgrammeStatus.OPEN:
        if not locked.title:
            raise Refusal("no_title", _("Give the programme a title before opening it."))
        today = clock.today(instance.TIME_ZONE)
        coming = Q(closes_on__gte=today) | Q(late_until__gte=today) | Q(closes_on__isnull=True)
        if not locked.cohorts.filter(coming).exists():
            raise Refusal(
                "no_window", _("Every enrolment window is past: set new dates before opening.")
            )
        _set_status(locked, ProgrammeStatus.OPEN)
        journal.record(PROGRAMME_OPENED, by=by, target=locked, scope=locked)
    programme.status = locked.status
    return programme


@transaction.atomic
def close_programme(*, programme: Programme, by: Person) -> Programme:
    """Stop enrolments; pairs go on. Closing twice changes nothing."""
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    if locked.status == ProgrammeStatus.OPEN:
        _set_status(locked, ProgrammeStatus.CLOSED)
        journal.record(PROGRAMME_CLOSED, by=by, target=locked, scope=locked)
    programme.status = locked.status
    return programme


def _require_home_between_adults(settings: ProgrammeSettings) -> None:
    if settings.minors and "home" in settings.modalities:
        raise Refusal(
            "home_with_minors",
            _(
                "This programme welcomes minors: nobody meets at home there. Untick “At home”, or no longer welcome minors; "
                "nothing was changed."
            ),
            conflict=False,
        )


def _set_status(programme: Programme, status: ProgrammeStatus) -> None:
    programme.status = status
    programme.save(update_fields=["status"])


def _columns(texts: dict[str, Bilingual]) -> dict[str, str]:
    return {
        f"{name}_{language}": getattr(text, language)
        for name, text in texts.items()
        for language in ("fr", "en")
    }


def _document(settings: ProgrammeSettings) -> dict[str, Any]:
    return settings.model_dump(mode="json", exclude_defaults=True)


def _set(document: dict[str, Any], path: str, value: Any) -> None:
    *parents, last = path.split(".")
    for part in parents:
        document = document[part]
    if last not in document:
        raise KeyError(path)
    document[last] = value


def _free_slug(wanted: str) -> str:
    base, slug, number = wanted[:45].strip("-"), wanted[:45].strip("-"), 1
    while Programme.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def _check_dates(calendar: Calendar) -> None:
    if (calendar.closes_on is None) != (calendar.ends_on is None):
        raise Refusal(
            "half_open",
            _("A cohort that is always open has neither closing day nor end: give both or none."),
            conflict=False,
        )
    if calendar.closes_on is None or calendar.ends_on is None:
        return
    if calendar.late_until is not None and calendar.late_until <= calendar.closes_on:
        raise Refusal(
            "late_before_closing",
            _("Late arrivals come after the window: give a later day, or none."),
            conflict=False,
        )
    if calendar.opens_on > calendar.closes_on:
        raise Refusal(
            "window_reversed",
            _("Enrolment closes before it opens: change one of the two dates."),
            conflict=False,
        )
    if calendar.starts_on >= calendar.ends_on:
        raise Refusal(
            "cohort_reversed",
            _("The mentoring ends before it starts: change one of the two dates."),
            conflict=False,
        )


def _check_name(programme: Programme, name: str, but: Cohort | None = None) -> None:
    others = programme.cohorts.exclude(pk=but.pk) if but else programme.cohorts.all()
    if others.filter(name=name).exists():
        raise Refusal(
            "cohort_name_used",
            _("Another cohort of this programme has this name: choose another."),
            conflict=False,
        )
