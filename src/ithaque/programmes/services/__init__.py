"""What people do with programmes: create, tune, open and close them; build the team; enrol."""

from ithaque.programmes.services.bulk import Enrolled, Given, already_enrolled, enrol_many
from ithaque.programmes.services.enrolments import (
    ask_to_complete,
    forget_person,
    note_vetting,
    refuse_enrolment,
    reopen_enrolment,
    start_enrolment,
    submit_enrolment,
    validate_enrolment,
    window_sentence,
    withdraw_enrolment,
)
from ithaque.programmes.services.guardians import authorise_as_guardian, guardian_at, name_guardian
from ithaque.programmes.services.invitations import cohort_invited_to, invitation_path, is_invited
from ithaque.programmes.services.programmes import (
    Calendar,
    add_cohort,
    calendar_of,
    change_calendar,
    change_settings,
    change_texts,
    close_programme,
    create_programme,
    open_programme,
    suggested_calendar,
)
from ithaque.programmes.services.retention import forget_old_answers
from ithaque.programmes.services.team import add_member, remove_member
from ithaque.programmes.services.templates import (
    delete_template,
    import_template,
    rename_template,
    save_as_template,
)

__all__ = [
    "Calendar",
    "Enrolled",
    "Given",
    "add_cohort",
    "add_member",
    "already_enrolled",
    "ask_to_complete",
    "authorise_as_guardian",
    "calendar_of",
    "change_calendar",
    "change_settings",
    "change_texts",
    "close_programme",
    "cohort_invited_to",
    "create_programme",
    "delete_template",
    "enrol_many",
    "forget_old_answers",
    "forget_person",
    "guardian_at",
    "import_template",
    "invitation_path",
    "is_invited",
    "name_guardian",
    "note_vetting",
    "open_programme",
    "refuse_enrolment",
    "remove_member",
    "rename_template",
    "reopen_enrolment",
    "save_as_template",
    "start_enrolment",
    "submit_enrolment",
    "suggested_calendar",
    "validate_enrolment",
    "window_sentence",
    "withdraw_enrolment",
]
