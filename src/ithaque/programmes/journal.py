"""What this room writes in the journal."""

from django.utils.translation import gettext_lazy as _

from ithaque.kernel.journal import register

PROGRAMME_CREATED = register("programmes.programme.created", _("{by} created the programme"))
PROGRAMME_OPENED = register("programmes.programme.opened", _("{by} opened the programme"))
PROGRAMME_CLOSED = register("programmes.programme.closed", _("{by} closed the programme"))
PROGRAMME_CHANGED = register("programmes.programme.changed", _("{by} changed the settings: {part}"))
COHORT_CREATED = register("programmes.cohort.created", _("{by} added a cohort"))
COHORT_CHANGED = register("programmes.cohort.changed", _("{by} changed the dates of a cohort"))
TEMPLATE_SAVED = register("programmes.template.saved", _("{by} saved the programme as a template"))
TEMPLATE_IMPORTED = register("programmes.template.imported", _("{by} imported a template"))
TEMPLATE_RENAMED = register("programmes.template.renamed", _("{by} renamed a template"))
TEMPLATE_DELETED = register("programmes.template.deleted", _("{by} deleted a template"))
MEMBER_ADDED = register("programmes.member.added", _("{by} added someone to the team"))
MEMBER_REMOVED = register("programmes.member.removed", _("{by} removed someone from the team"))
ENROLMENT_STARTED = register("programmes.enrolment.started", _("{by} started an enrolment"))
ENROLMENT_SUBMITTED = register("programmes.enrolment.submitted", _("{by} sent an enrolment"))
ENROLMENT_REOPENED = register("programmes.enrolment.reopened", _("{by} opened an enrolment again"))
ENROLMENT_VALIDATED = register("programmes.enrolment.validated", _("{by} validated an enrolment"))
ENROLMENT_REFUSED = register("programmes.enrolment.refused", _("{by} declined an enrolment"))
ENROLMENT_WITHDRAWN = register("programmes.enrolment.withdrawn", _("{by} withdrew an enrolment"))
ENROLMENT_IMPORTED = register("programmes.enrolment.imported", _("{by} imported an enrolment"))
VETTING_NOTED = register("programmes.enrolment.vetted", _("{by} noted a training or a check seen"))
GUARDIAN_ASKED = register(
    "programmes.guardian.asked", _("{by} named the person responsible for a minor")
)
GUARDIAN_AUTHORISED = register(
    "programmes.guardian.authorised", _("A guardian gave their authorisation")
)
ANSWERS_FORGOTTEN = register(
    "programmes.answers.forgotten",
    _("The answers of {count} enrolments were erased, their time being over"),
    forget=lambda data: data,
)
