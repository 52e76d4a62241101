"""Templates of an organisation: saved from a programme or read from a file, named, forgotten."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import journal
from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Organisation, Person
from ithaque.programmes import template_files
from ithaque.programmes.journal import (
    TEMPLATE_DELETED,
    TEMPLATE_IMPORTED,
    TEMPLATE_RENAMED,
    TEMPLATE_SAVED,
)
from ithaque.programmes.models import Programme, SavedTemplate
from ithaque.programmes.programme_templates import ProgrammeTemplate
from ithaque.programmes.selectors import template_of_programme

MOST = 60
"""Templates an organisation keeps; a list longer than that is not read."""


@transaction.atomic
def save_as_template(
    *, programme: Programme, name: Bilingual, summary: Bilingual, by: Person
) -> SavedTemplate:
    """Keep a programme as it is, without its people or dates, as a template of its organisation."""
    template = template_of_programme(programme, name=name, summary=summary)
    saved = _keep(programme.organisation, template, by)
    journal.record(TEMPLATE_SAVED, by=by, target=saved, scope=programme)
    return saved


@transaction.atomic
def import_template(
    *, organisation: Organisation, content: bytes, by: Person
) -> tuple[SavedTemplate, tuple[str, ...]]:
    """Keep the template of a file; return it with the places of what this version does not know.

    The same file sent again is the same template, while nobody renamed it. Raises Refusal (see
    `template_files.read`); nothing is then kept.
    """
    found = template_files.read(content)
    _hold(organisation)
    document = _document(found.template)
    for known in organisation.programme_templates.order_by("pk"):
        if known.document == document:
            return known, found.left_aside
    saved = _keep(organisation, found.template, by)
    journal.record(TEMPLATE_IMPORTED, by=by, target=saved, scope=organisation)
    return saved, found.left_aside


@transaction.atomic
def rename_template(
    *, template: SavedTemplate, name: Bilingual, summary: Bilingual, by: Person
) -> SavedTemplate:
    """Change the name and the summary of a template, in both languages; a name is needed in one of them."""
    _check_name(name)
    template.document |= {"name": name.model_dump(), "summary": summary.model_dump()}
    _write_names(template, name, summary)
    template.save(update_fields=["document", "name_fr", "name_en", "summary_fr", "summary_en"])
    journal.record(TEMPLATE_RENAMED, by=by, target=template, scope=template.organisation)
    return template


@transaction.atomic
def delete_template(*, template: SavedTemplate, by: Person) -> None:
    """Forget a template; the programmes made from it stay as they are."""
    journal.record(TEMPLATE_DELETED, by=by, target=template, scope=template.organisation)
    template.delete()


def _keep(organisation: Organisation, template: ProgrammeTemplate, by: Person) -> SavedTemplate:
    _check_name(template.name)
    _hold(organisation)
    if organisation.programme_templates.count() >= MOST:
        raise Refusal(
            "too_many_templates",
            _("This organisation keeps %(most)d templates already: delete one first.")
            % {"most": MOST},
        )
    saved = SavedTemplate(
        organisation=organisation,
        document=_document(template),
        saved_by=by,
    )
    _write_names(saved, template.name, template.summary)
    saved.save()
    return saved


def _hold(organisation: Organisation) -> None:
    """Let one template at a time come into an organisation."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _document(template: ProgrammeTemplate) -> dict[str, Any]:
    return template.model_dump(mode="json", exclude_defaults=True)


def _write_names(saved: SavedTemplate, name: Bilingual, summary: Bilingual) -> None:
    saved.name_fr, saved.name_en = name.fr[:120], name.en[:120]
    saved.summary_fr, saved.summary_en = summary.fr[:400], summary.en[:400]


def _check_name(name: Bilingual) -> None:
    if not name:
        raise Refusal(
            "no_template_name",
            _("Give the template a name in at least one language."),
            conflict=False,
        )
