"""A programme: its texts, its forms and its settings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.bilingual import localized
from ithaque.kernel.models import PublicModel
from ithaque.people.models import Organisation
from ithaque.programmes.enums import ProgrammeStatus
from ithaque.questionnaires.models import Form


class Programme(PublicModel):
    """A mentoring programme of an organisation.

    `settings` holds a `programmes.settings.ProgrammeSettings` in JSON: rhythm, plan of meetings,
    agreement, matching criteria and rules, follow-up thresholds; read it through `programmes.selectors`.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="programmes"
    )
    slug = models.SlugField(max_length=60, unique=True)
    template = models.SlugField(max_length=40)
    status = models.CharField(max_length=10, choices=ProgrammeStatus, default=ProgrammeStatus.DRAFT)
    title_fr = models.CharField(_("title in French"), max_length=120, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    tagline_fr = models.CharField(_("one line in French"), max_length=200, blank=True)
    tagline_en = models.CharField(_("one line in English"), max_length=200, blank=True)
    audience_fr = models.CharField(_("for whom, where, in French"), max_length=200, blank=True)
    audience_en = models.CharField(_("for whom, where, in English"), max_length=200, blank=True)
    settings = models.JSONField(default=dict)
    mentee_form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    mentor_form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")

    title = localized("title")
    tagline = localized("tagline")
    audience = localized("audience")

    def __str__(self) -> str:
        return self.title
