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
MEMBER_ENTRUSTED = register(
    "programmes.member.entrusted", _("{by} entrusted {count} mentees to a follower")
)
MEMBER_REMOVED = register("programmes.member.removed", _("{by} removed someone from the team"))
ENROLMENT_STARTED = register("programmes.enrolment.started", _("{by} started an enrolment"))
ENROLMENT_SUBMITTED = register("programmes.enrolment.submitted", _("{by} sent an enrolment"))
ENROLMENT_REOPENED = register("programmes.enrolment.reopened", _("{by} opened an enrolment again"))
ENROLMENT_VALIDATED = register("programmes.enrolment.validated", _("{by} validated an enrolment"))
ENROLMENT_REFUSED = register("programmes.enrolment.refused", _("{by} declined an enrolment"))
ENROLMENT_WITHDRAWN = register("programmes.enrolment.withdrawn", _("{by} withdrew an enrolment"))
ENROLMENT_IMPORTED = register("programmes.enrolment.imported", _("{by} imported an enrolment"))
STEP_NOTED = register("programmes.enrolment.vetted", _("{by} noted the outcome of a vetting step"))
ENROLMENT_MOVED = register(
    "programmes.enrolment.moved", _("{by} moved an enrolment to another step")
)
ENROLMENT_WAITLISTED = register(
    "programmes.enrolment.waitlisted", _("{by} put an enrolment on the waiting list")
)
ENROLMENT_PROMISED = register("programmes.enrolment.promised", _("{by} gave a new date"))
ENROLMENT_PAUSED = register("programmes.enrolment.paused", _("{by} paused an enrolment"))
ENROLMENT_RESUMED = register("programmes.enrolment.resumed", _("{by} took an enrolment up again"))
FALLBACK_OFFERED = register("programmes.fallback.offered", _("{by} offered something meanwhile"))
FALLBACK_ANSWERED = register("programmes.fallback.answered", _("{by} answered an offer"))
ALARM_PUT_OFF = register("programmes.alarm.put_off", _("{by} put an alarm off"))
PLACES_SET = register("programmes.cohort.places_set", _("{by} set the places of a cohort"))
SLOTS_OPENED = register("programmes.interview.opened", _("{by} opened {count} interview slots"))
SLOT_CLOSED = register("programmes.interview.closed", _("{by} closed an interview slot"))
INTERVIEW_BOOKED = register("programmes.interview.booked", _("{by} booked an interview"))
INTERVIEW_MOVED = register("programmes.interview.moved", _("{by} moved an interview"))
INTERVIEW_CANCELLED = register("programmes.interview.cancelled", _("{by} cancelled an interview"))
INTERVIEW_NOTED = register("programmes.interview.noted", _("{by} noted how an interview went"))
REFEREE_NAMED = register("programmes.reference.named", _("{by} named a referee"))
REFEREE_ASKED = register("programmes.reference.asked", _("{by} wrote to a referee again"))
REFEREE_REMOVED = register("programmes.reference.removed", _("{by} took a referee off the list"))
REFEREE_ANSWERED = register("programmes.reference.answered", _("A referee answered"))
REFERENCE_ERASED = register("programmes.reference.erased", _("The words of a referee were erased"))
GUARDIAN_TEXT_CHANGED = register(
    "programmes.guardian.text_changed", _("{by} wrote version {number} of the text for guardians")
)
GUARDIAN_WITHDREW = register(
    "programmes.guardian.withdrew", _("A guardian took their authorisation back")
)
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
