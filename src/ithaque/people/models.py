"""Persons and organisations."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ithaque.kernel import clock
from ithaque.kernel.models import PublicModel, StoredFile
from ithaque.people.enums import OrganisationRole, Theme


class PersonManager(BaseUserManager["Person"]):
    """Makes persons; an e-mail address is kept in lower case, once."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Create a person; without a password they sign in by a code sent to their address."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        if password:
            person.set_password(password)
        else:
            person.set_unusable_password()
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Create a person who runs the instance."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> Person:
        """Return the person whose address this is, whatever its case."""
        return self.get(email__iexact=username or "")


class Person(AbstractBaseUser, PermissionsMixin, PublicModel):
    """Someone with an account; mentor here, mentee there. `is_superuser` runs the instance."""

    email = models.EmailField(_("e-mail address"))
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    locale = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="fr")
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Paris")
    theme = models.CharField(_("appearance"), max_length=5, choices=Theme, default=Theme.AUTO)
    delivery = models.JSONField(default=dict, blank=True)
    """How they wish to be told (`ithaque.correspondence.preferences`)."""
    is_active = models.BooleanField(default=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_email_address")]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_full_name(self) -> str:
        """Return first and last name, or the part of the address before @ while they have none."""
        return f"{self.first_name} {self.last_name}".strip() or self.email.partition("@")[0]

    def get_short_name(self) -> str:
        """Return the first name, or what `get_full_name` falls back to."""
        return self.first_name or self.get_full_name()

    @property
    def initial(self) -> str:
        """Return the capital letter shown in the avatar."""
        return self.get_short_name()[:1].upper()

    @property
    def is_staff(self) -> bool:
        """Tell Django's tools who runs the instance."""
        return self.is_superuser

    @property
    def is_minor(self) -> bool:
        """Tell whether the person declared a birth date less than 18 years ago."""
        if self.born_on is None:
            return False
        today = clock.today()
        age = (
            today.year
            - self.born_on.year
            - ((today.month, today.day) < (self.born_on.month, self.born_on.day))
        )
        return age < 18


class Organisation(PublicModel):
    """A body that runs programmes: association, school, university, company; with its brand if it has one."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    contact_email = models.EmailField(_("contact address"), blank=True)
    legal_notice = models.CharField(_("legal status and place"), max_length=200, blank=True)
    logo = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    colour = models.CharField(_("colour on light pages"), max_length=7, blank=True)
    colour_dark = models.CharField(_("colour on dark pages"), max_length=7, blank=True)
    sender_name = models.CharField(_("name of the sender of messages"), max_length=80, blank=True)
    reply_to = models.EmailField(_("where replies go"), blank=True)

    def __str__(self) -> str:
        return self.name


class OrganisationMember(models.Model):
    """A role someone holds for a whole organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="organisation_roles")
    role = models.CharField(max_length=20, choices=OrganisationRole)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "role"], name="organisation_role_held_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.organisation_id}"
