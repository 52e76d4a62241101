"""What this room writes in the journal."""

from django.utils.translation import gettext_lazy as _

from ithaque.kernel import journal

VERSION_PUBLISHED = journal.register(
    "questionnaires.version.published", _("{by} published version {number} of a form")
)
