"""The door to the forms of a programme: whoever may open the programme, and one of its two sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ithaque.kernel.access import Door
from ithaque.kernel.models import StoredFile
from ithaque.programmes.doors import TEAM_ENROLMENT, TEAM_PROGRAMME
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Programme
from ithaque.questionnaires.enums import Reader
from ithaque.questionnaires.models import Form
from ithaque.questionnaires.roles import can_read
from ithaque.questionnaires.selectors import file_of, schema_of


@dataclass(frozen=True)
class Designed:
    """A form, the programme it belongs to and the side that answers it."""

    programme: Programme
    side: str
    form: Form

    @property
    def other_form(self) -> Form:
        """Return the form of the other side."""
        mentor = self.side == Side.MENTOR
        return self.programme.mentee_form if mentor else self.programme.mentor_form


def _form(person: Any, programme_id: UUID, side: str, **rest: Any) -> Designed | None:
    find = TEAM_PROGRAMME.find
    programme = find(person, programme_id=programme_id) if find else None
    if programme is None or side not in Side.values:
        return None
    form = programme.mentor_form if side == Side.MENTOR else programme.mentee_form
    return Designed(programme, side, form)


def _file(person: Any, enrolment_id: UUID, question: str) -> StoredFile | None:
    """Find the file someone sent as an answer, when the team reads the answers to that question."""
    find = TEAM_ENROLMENT.find
    enrolment = find(person, enrolment_id=enrolment_id) if find else None
    if enrolment is None or enrolment.sheet is None:
        return None
    asked = schema_of(enrolment.sheet.version).question(question)
    if asked is None or not can_read(Reader.COORDINATORS, asked):
        return None
    return file_of(enrolment.sheet, question)


FILE_OF_TEAM = Door("file_of_team", _file)
FORM_OF_TEAM = Door("form_of_team", _form)
