"""The words of this room: kinds of question, who reads an answer, what it serves, when it is asked."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class QuestionType(StrEnum):
    """What an answer looks like (see `questionnaires.fields` for the shape each one stores)."""

    SKILLS = "skills"
    TEXT = "text"
    CHOICE = "choice"
    SEVERAL = "several"
    RANKED = "ranked"
    SCALE = "scale"
    NUMBER = "number"
    DATE = "date"
    FILE = "file"
    AVAILABILITY = "availability"
    LANGUAGES = "languages"
    STYLE = "style"
    MATRIX = "matrix"
    PLACE = "place"


WITH_OPTIONS = frozenset(
    {QuestionType.CHOICE, QuestionType.SEVERAL, QuestionType.LANGUAGES, QuestionType.RANKED}
)


class Direction(StrEnum):
    """Which way a skill goes."""

    LEARN = "learn"
    SHARE = "share"


class Reader(StrEnum):
    """Someone beside the person who may read an answer."""

    COORDINATORS = "coordinators"
    PARTNER = "partner"


class Use(StrEnum):
    """What an answer serves."""

    MATCHING = "matching"
    FOLLOW_UP = "follow_up"
    REPORTING = "reporting"
    NOTHING = "nothing"


class Asks(StrEnum):
    """What a condition asks of another answer."""

    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    LACKS = "lacks"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


WITHOUT_VALUE = frozenset({Asks.ANSWERED, Asks.UNANSWERED})
_CHOSEN = (Asks.IS, Asks.IS_NOT)
_HELD = (Asks.CONTAINS, Asks.LACKS)
_COMPARED = (Asks.AT_LEAST, Asks.AT_MOST, Asks.IS)
ASKED_OF: dict[QuestionType, tuple[Asks, ...]] = {
    QuestionType.TEXT: (Asks.CONTAINS,),
    QuestionType.CHOICE: _CHOSEN,
    QuestionType.SEVERAL: _HELD,
    QuestionType.LANGUAGES: _HELD,
    QuestionType.RANKED: _HELD,
    QuestionType.SCALE: _COMPARED,
    QuestionType.NUMBER: _COMPARED,
    QuestionType.DATE: (Asks.AT_LEAST, Asks.AT_MOST),
}
"""What may be asked of an answer of each type, beside being given or not."""


def asked_of(type_: QuestionType) -> tuple[Asks, ...]:
    """Return everything a condition may ask of an answer of this type."""
    return (*ASKED_OF.get(type_, ()), Asks.ANSWERED, Asks.UNANSWERED)


READER_LABELS = {
    Reader.COORDINATORS: _("the coordinators of the programme"),
    Reader.PARTNER: _("the person you are paired with"),
}


class Change(StrEnum):
    """What was done to the draft of a form."""

    ADDED = "added"
    REWORDED = "reworded"
    MOVED = "moved"
    DUPLICATED = "duplicated"
    DELETED = "deleted"
    RESTARTED = "restarted"


CHANGE_WORDS = {
    Change.ADDED: _("{by} added “{words}”"),
    Change.REWORDED: _("{by} changed “{words}”"),
    Change.MOVED: _("{by} moved “{words}”"),
    Change.DUPLICATED: _("{by} duplicated “{words}”"),
    Change.DELETED: _("{by} deleted “{words}”"),
    Change.RESTARTED: _("{by} started again from a version"),
}
