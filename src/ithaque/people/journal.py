"""What this room writes in the journal."""

from django.utils.translation import gettext_lazy as _

from ithaque.kernel import journal

ORGANISATION_CREATED = journal.register(
    "people.organisation.created", _("{by} created the organisation")
)
ORGANISATION_CHANGED = journal.register(
    "people.organisation.changed", _("{by} changed the organisation")
)
BRAND_CHANGED = journal.register(
    "people.brand.changed", _("{by} changed the organisation’s colours, logo or sender")
)
ROLE_GIVEN = journal.register("people.role.given", _("{by} gave the role “{role}”"))
ROLE_TAKEN = journal.register("people.role.taken", _("{by} took back the role “{role}”"))
PROFILE_CHANGED = journal.register(
    "people.profile.changed", _("{by} changed their profile: {fields}")
)
DATA_EXPORTED = journal.register("people.data.exported", _("{by} exported their own data"))
PERSON_ERASED = journal.register(
    "people.person.erased", _("A person was erased at their own request")
)
