"""The words of this room that are stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    AUTO = "auto", _("Automatic")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class OrganisationRole(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    SAFEGUARDING_LEAD = "safeguarding", _("Safeguarding lead")
    OBSERVER = "observer", _("Observer")
