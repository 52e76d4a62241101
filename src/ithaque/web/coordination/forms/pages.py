"""What the designer shows, gathered once: the outline, what is wrong, who changed what last."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ithaque.kernel.bilingual import Bilingual
from ithaque.programmes.enums import Side
from ithaque.questionnaires import checks, selectors
from ithaque.questionnaires.conditions_in_words import told
from ithaque.questionnaires.enums import CHANGE_WORDS, Change
from ithaque.questionnaires.models import DraftChange, FormDraft, FormVersion
from ithaque.questionnaires.schema import FormSchema, Question, Section, draft_schema
from ithaque.web.coordination.forms.doors import Designed
from ithaque.web.coordination.forms.forms import READERS, USES, readers_key
from ithaque.web.coordination.forms.palette import PALETTE, entry_of
from ithaque.web.coordination.forms.reading import read_as


def side_words(side: str) -> str:
    """Return the name of a form by the side that answers it."""
    return _("Mentors’ form") if side == Side.MENTOR else _("Mentees’ form")


class DesignerPage:
    """A form being designed, as its team sees it."""

    def __init__(self, designed: Designed, opened: str = "") -> None:
        self.designed, self.opened = designed, opened
        self.programme, self.side = designed.programme, designed.side

    @property
    def args(self) -> list[Any]:
        """Return the arguments of every address of this form."""
        return [self.programme.public_id, self.side]

    def url(self, name: str, *more: Any) -> str:
        """Return the address of a page of this form."""
        return reverse(f"coordination:form-{name}", args=[*self.args, *more])

    @property
    def home(self) -> str:
        """Return the address of the designer."""
        return self.url("design")

    @property
    def title(self) -> str:
        """Return the name of the form."""
        return side_words(self.side)

    @cached_property
    def draft(self) -> FormDraft | None:
        """Return the draft, None when nothing changed since the last version."""
        return selectors.draft_of(self.designed.form)

    @cached_property
    def latest(self) -> FormVersion:
        """Return the version people answer."""
        return selectors.latest_version(self.designed.form)

    @cached_property
    def schema(self) -> FormSchema:
        """Return the questions as they stand."""
        return draft_schema(self.draft.document) if self.draft else selectors.schema_of(self.latest)

    @property
    def revision(self) -> int:
        """Return the number of the last change."""
        return self.draft.revision if self.draft else 0

    @cached_property
    def last_change(self) -> DraftChange | None:
        """Return the change that undoing would put back."""
        return selectors.last_change(self.draft)

    @property
    def undo_words(self) -> str:
        """Return what undoing would put back."""
        return change_words(self.last_change) if self.last_change else ""

    @cached_property
    def problems(self) -> list[checks.Problem]:
        """Return everything wrong, in order."""
        return checks.of_draft(self.schema)

    @cached_property
    def _wrong(self) -> dict[str, list[checks.Problem]]:
        found: dict[str, list[checks.Problem]] = defaultdict(list)
        for problem in self.problems:
            found[problem.key].append(problem)
        return found

    @property
    def blocking(self) -> list[dict[str, str]]:
        """Return what prevents publishing, each with the place to correct it."""
        return [
            {"words": self._name(one.key), "sentence": one.sentence, "url": self.open_url(one.key)}
            for one in self.problems
            if one.blocks
        ]

    def open_url(self, key: str) -> str:
        """Return the address at which a part is open."""
        return f"{self.home}?open={key}#part-{key}"

    def _name(self, key: str) -> str:
        question, section = self.schema.question(key), self.schema.section(key)
        words = str(question.label) if question else str(section.title) if section else ""
        return words or _("a question without words")

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Return the outline."""
        last = len(self.schema.sections) - 1
        return [self._section(one, number, last) for number, one in enumerate(self.schema.sections)]

    def _section(self, section: Section, number: int, last: int) -> dict[str, Any]:
        return {
            "section": section,
            "number": number + 1,
            "first": number == 0,
            "last": number == last,
            "when": told(self.schema, section),
            "problems": self._wrong.get(section.key, []),
            "open": section.key == self.opened,
            "open_url": self.open_url(section.key),
            "questions": [
                self._question(
                    one,
                    first=not number and not place,
                    last=number == last and place == len(section.questions) - 1,
                )
                for place, one in enumerate(section.questions)
            ],
        }

    def _question(self, question: Question, *, first: bool, last: bool) -> dict[str, Any]:
        return {
            "question": question,
            "entry": entry_of(question),
            "first": first,
            "last": last,
            "when": told(self.schema, question),
            "readers": READERS[readers_key(question)][1],
            "serves": dict(USES)[question.purpose].partition(":")[0],
            "read_as": read_as(question.field),
            "problems": self._wrong.get(question.key, []),
            "languages": languages_missing(question.label),
            "open": question.key == self.opened,
            "open_url": self.open_url(question.key),
        }

    @property
    def palette(self) -> Any:
        """Return what can be asked."""
        return PALETTE

    @property
    def count(self) -> int:
        """Return how many questions there are."""
        return sum(1 for _one in self.schema.questions())

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """Return the pages of this form."""
        pages = [
            ("design", _("Draw")),
            ("preview", _("Preview")),
            ("publish", _("Publish")),
            ("versions", pgettext("a form", "Versions")),
        ]
        return [
            {"label": label, "href": self.url(name), "current": name == self.current}
            for name, label in pages
        ]

    current = "design"

    def at(self, name: str) -> DesignerPage:
        """Return the page itself, standing on one of its tabs."""
        self.current = name
        return self


def base_of(part: Question | Section) -> str:
    """Return a part as its author sees it: what the next save is compared with."""
    bare = part.model_copy(update={"questions": ()}) if isinstance(part, Section) else part
    return json.dumps(bare.model_dump(mode="json", exclude_defaults=True))


def outline_context(page: DesignerPage, editor: Any = None, **changes: Any) -> dict[str, Any]:
    """Return what the outline needs to be drawn, one part open when there is an editor."""
    return {
        "page": page,
        "editor": editor,
        "refusal": None,
        "edit_refusal": None,
        "theirs": "",
        "lost": False,
        "focus": "",
        "base": base_of(editor.part) if editor else "",
        **changes,
    }


def languages_missing(text: Bilingual) -> str:
    """Return the language in which a text is missing, as a code; empty when it is whole or has no word at all."""
    if not text:
        return ""
    return "fr" if not text.fr else "en" if not text.en else ""


def change_words(change: DraftChange) -> str:
    """Return what somebody did, in words."""
    by = change.by.get_full_name() if change.by else _("Someone")
    words = str(Bilingual(**change.words)) or _("a question without words")
    return str(CHANGE_WORDS[Change(change.kind)]).format(by=by, words=words)
