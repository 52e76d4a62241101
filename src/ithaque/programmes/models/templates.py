"""Templates an organisation keeps for its next programmes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.bilingual import localized
from ithaque.kernel.models import PublicModel
from ithaque.people.models import Organisation


class SavedTemplate(PublicModel):
    """A programme without its people: `document` is a `programme_templates.ProgrammeTemplate` in JSON."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="programme_templates"
    )
    name_fr = models.CharField(_("name in French"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    summary_fr = models.CharField(_("what it is for, in French"), max_length=400, blank=True)
    summary_en = models.CharField(_("what it is for, in English"), max_length=400, blank=True)
    document = models.JSONField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    name = localized("name")
    summary = localized("summary")

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.name
