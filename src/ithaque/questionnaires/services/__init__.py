"""What can be done to forms and answers."""

from ithaque.questionnaires.services.drafts import (
    StaleEdit,
    add_question,
    add_section,
    delete_part,
    duplicate_question,
    move_part,
    restart_from,
    undo_change,
    write_question,
    write_section,
)
from ithaque.questionnaires.services.files import attach_file, remove_file
from ithaque.questionnaires.services.links import (
    LINK_LIFE,
    mail_resume_link,
    read_token,
    resume_token,
    sheet_of_link,
)
from ithaque.questionnaires.services.sheets import (
    CarriedOver,
    IncompleteAnswers,
    carry_over,
    complete_sheet,
    forget_person,
    missing_answers,
    reopen_sheet,
    save_answers,
    start_sheet,
)
from ithaque.questionnaires.services.versions import create_form, publish_draft, publish_version

__all__ = [
    "LINK_LIFE",
    "CarriedOver",
    "IncompleteAnswers",
    "StaleEdit",
    "add_question",
    "add_section",
    "attach_file",
    "carry_over",
    "complete_sheet",
    "create_form",
    "delete_part",
    "duplicate_question",
    "forget_person",
    "mail_resume_link",
    "missing_answers",
    "move_part",
    "publish_draft",
    "publish_version",
    "read_token",
    "remove_file",
    "reopen_sheet",
    "restart_from",
    "resume_token",
    "save_answers",
    "sheet_of_link",
    "start_sheet",
    "undo_change",
    "write_question",
    "write_section",
]
