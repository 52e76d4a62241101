"""The agreement of the person responsible for a minor."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.models import PublicModel
from ithaque.programmes.models.enrolments import Enrolment


class GuardianAuthorisation(PublicModel):
    """The agreement of the person responsible for a minor: asked by mail, given by a signed link."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="guardian")
    name = models.CharField(_("first and last name"), max_length=160)
    email = models.EmailField(_("e-mail address"))
    asked_at = models.DateTimeField(null=True, blank=True)
    authorised_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.public_id)
