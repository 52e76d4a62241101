"""The words of this room: kinds of question, and who reads an answer."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class QuestionType(StrEnum):
    """What an answer looks like (see `questionnaires.fields` for the shape each one stores)."""

    SKILLS = "skills"
    TEXT = "text"
    CHOICE = "choice"
    SEVERAL = "several"
    SCALE = "scale"
    NUMBER = "number"
    DATE = "date"
    AVAILABILITY = "availability"
    LANGUAGES = "languages"
    STYLE = "style"
    PLACE = "place"


class Reader(StrEnum):
    """Someone beside the person who may read an answer."""

    COORDINATORS = "coordinators"
    PARTNER = "partner"


READER_LABELS = {
    Reader.COORDINATORS: _("the coordinators of the programme"),
    Reader.PARTNER: _("the person you are paired with"),
}
