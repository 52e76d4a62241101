"""The agreement of the person responsible for a minor, to a text in versions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.bilingual import localized
from ithaque.kernel.models import PublicModel
from ithaque.programmes.models.enrolments import Enrolment
from ithaque.programmes.models.programmes import Programme


class GuardianText(models.Model):
    """A version of what guardians agree to. `renews` asks those who agreed to an earlier one again."""

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="guardian_texts"
    )
    number = models.PositiveSmallIntegerField()
    words_fr = models.TextField(max_length=4000, blank=True)
    words_en = models.TextField(max_length=4000, blank=True)
    renews = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    words = localized("words")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="guardian_text_number_used_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} v{self.number}"


class GuardianAuthorisation(PublicModel):
    """The agreement of the person responsible for a minor: asked by mail, given by a signed link.

    `text` is the version agreed to, None for the words of the product. `renewal_asked_at` is set while the
    agreement to a newer version is awaited; `withdrawn_at` once the guardian took it back.
    """

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="guardian")
    name = models.CharField(_("first and last name"), max_length=160)
    email = models.EmailField(_("e-mail address"))
    asked_at = models.DateTimeField(null=True, blank=True)
    authorised_at = models.DateTimeField(null=True, blank=True)
    text = models.ForeignKey(
        GuardianText, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    renewal_asked_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def holds(self) -> bool:
        """Tell whether the guardian agreed and has not taken it back."""
        return self.authorised_at is not None and self.withdrawn_at is None
