"""Make forms, and publish their versions one after the other."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import journal
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.questionnaires import checks
from ithaque.questionnaires.journal import VERSION_PUBLISHED
from ithaque.questionnaires.models import Form, FormDraft, FormVersion
from ithaque.questionnaires.schema import FormSchema, draft_schema


@transaction.atomic
def create_form(*, key: str, schema: FormSchema, by: Person | None) -> Form:
    """Make a form with its first version and return it."""
    form = Form.objects.create(key=key)
    publish_version(form=form, schema=schema, by=by)
    return form


@transaction.atomic
def publish_version(*, form: Form, schema: FormSchema, by: Person | None) -> FormVersion:
    """Make `schema` what new people answer; a version nobody answered is replaced, not followed."""
    Form.objects.select_for_update().get(pk=form.pk)
    latest = form.versions.order_by("-number").first()
    if latest is not None and not latest.sheets.exists():
        latest.schema, latest.published_by = schema.document(), by
        latest.save(update_fields=["schema", "published_by"])
    else:
        number = latest.number + 1 if latest else 1
        latest = form.versions.create(number=number, schema=schema.document(), published_by=by)
    journal.record(VERSION_PUBLISHED, by=by, target=form, data={"number": latest.number})
    return latest


@transaction.atomic
def publish_draft(*, form: Form, revision: int, by: Person) -> FormVersion:
    """Make the draft what new people answer, and close it.

    Refuses (Refusal) a draft that changed since `revision` was read, and one that cannot be asked yet: nothing
    is lost, the draft stays.
    """
    Form.objects.select_for_update().get(pk=form.pk)
    draft = FormDraft.objects.select_for_update().filter(form=form).first()
    if draft is None:
        raise Refusal("nothing_to_publish", _("Nothing was changed since the last version."))
    if draft.revision != revision:
        raise Refusal(
            "draft_moved_on",
            _(
                "The draft changed while you were reading. Read the differences again, then publish."
            ),
        )
    schema = draft_schema(draft.document)
    if any(problem.blocks for problem in checks.of_draft(schema)):
        raise Refusal(
            "form_not_ready",
            _("Some questions cannot be asked yet. Correct them, then publish: the draft is kept."),
        )
    version = publish_version(form=form, schema=schema, by=by)
    draft.delete()
    return version
