"""The parts of a programme's settings: words, rhythm, plan, agreement, match, follow-up."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.bilingual import Bilingual
from ithaque.people.models import Person
from ithaque.programmes import services
from ithaque.programmes.models import Programme
from ithaque.programmes.settings import ProgrammeSettings
from ithaque.programmes.words import CRITERIA, MODALITIES, PROTECTIVE_RULES, RULES
from ithaque.web.coordination.programmes.alert_rules import FollowUpForm
from ithaque.web.coordination.programmes.format_part import FormatForm
from ithaque.web.coordination.programmes.part import PartForm, bilingual_fields, both
from ithaque.web.coordination.programmes.supervision_part import SupervisionForm
from ithaque.web.coordination.programmes.video_part import VideoForm
from ithaque.web.coordination.programmes.wishes_part import WishesForm


class TextsForm(PartForm):
    """The names of the programme."""

    title = _("Name")
    lede = _("What people read first, everywhere.")

    def __init__(self, programme: Programme, data: Any = None) -> None:
        super().__init__(programme, data)
        self.fields = {
            **bilingual_fields("title", _("Name"), limit=120),
            **bilingual_fields("tagline", _("One line"), limit=200),
            **bilingual_fields("audience", _("For whom, where"), limit=200),
        }
        self.initial = {name: getattr(programme, name) for name in self.fields}

    def read(self, settings: ProgrammeSettings) -> dict[str, Any]:
        """Return nothing: these are columns of the programme, not settings."""
        return {}

    def save(self, by: Person) -> None:
        """Change the texts."""
        texts = {name: both(self.cleaned_data, name) for name in ("title", "tagline", "audience")}
        services.change_texts(programme=self.programme, by=by, **texts)


class RhythmForm(PartForm):
    """Length, rhythm, promises."""

    title = _("Rhythm and promises")
    lede = _("What the public page announces, and what follow-up compares with.")
    duration_months = forms.IntegerField(label=_("Length in months"), min_value=1, max_value=36)
    meetings_per_month = forms.FloatField(label=_("Meetings a month"), min_value=0.25, max_value=8)
    meeting_minutes = forms.IntegerField(
        label=_("Minutes of a meeting"), min_value=15, max_value=240
    )
    modalities = forms.MultipleChoiceField(
        label=_("Ways of meeting"),
        choices=MODALITIES.items,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At home: only in a programme that welcomes no minors."),
    )
    mentor_capacity = forms.IntegerField(
        label=_("People a mentor may support, at most"), min_value=1, max_value=20
    )
    answer_days = forms.IntegerField(
        label=_("Answer to an enrolment within (days)"), min_value=1, max_value=365
    )
    waiting_promise_days = forms.IntegerField(
        label=_("Proposal or news within (days)"), min_value=1, max_value=365
    )
    proposal_days = forms.IntegerField(
        label=_("A proposal waits for an answer (days)"), min_value=1, max_value=365
    )
    minors = forms.BooleanField(
        label=_("Welcome minors, with the authorisation of a parent or guardian"), required=False
    )


class PageForm(PartForm):
    """What the public page says."""

    title = _("Public page")
    lede = _(
        "Aim, effort asked, limits, questions. One point per line; for questions, one line, then its answer."
    )
    texts: ClassVar[dict[str, tuple[Any, int]]] = {
        "lede": (_("Introduction"), 3),
        "mentee_title": (_("Title for mentees"), 0),
        "mentee_intro": (_("Words for mentees"), 3),
        "mentor_title": (_("Title for mentors"), 0),
        "mentor_intro": (_("Words for mentors"), 3),
        "frame": (_("The frame and its limits"), 5),
    }
    lists: ClassVar[dict[str, Any]] = {
        "mentee_points": _("Points for mentees, one a line"),
        "mentor_points": _("Points for mentors, one a line"),
    }

    def __init__(self, programme: Programme, data: Any = None) -> None:
        super().__init__(programme, data)
        page = self.settings.page
        for name, (label, rows) in self.texts.items():
            self._ask(name, label, rows, getattr(page, name))
        for name, label in self.lists.items():
            points = getattr(page, name)
            self._ask(name, label, 5, Bilingual(fr=_lines(points, "fr"), en=_lines(points, "en")))
        questions = {code: _questions(page.questions, code) for code in ("fr", "en")}
        self._ask("questions", _("Questions and answers"), 10, Bilingual(**questions))

    def _ask(self, name: str, label: Any, rows: int, value: Bilingual) -> None:
        self.fields |= bilingual_fields(name, label, limit=4000 if rows else 120, rows=rows)
        self.initial.update({f"{name}_fr": value.fr, f"{name}_en": value.en})

    def read(self, settings: ProgrammeSettings) -> dict[str, Any]:
        """Return nothing: the texts read themselves."""
        return {}

    def changes(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return every text of the page."""
        changes: dict[str, Any] = {f"page.{name}": both(data, name) for name in self.texts}
        for name in self.lists:
            changes[f"page.{name}"] = [text.model_dump() for text in _paired(both(data, name))]
        lines = [text.model_dump() for text in _paired(both(data, "questions"))]
        nothing: dict[str, Any] = {}
        changes["page.questions"] = [
            {"question": question, "answer": answer}
            for question, answer in zip_longest(lines[::2], lines[1::2], fillvalue=nothing)
        ]
        return changes


def _lines(texts: Any, code: str) -> str:
    return "\n".join(getattr(text, code) for text in texts)


def _questions(questions: Any, code: str) -> str:
    return "\n\n".join(
        f"{getattr(one.question, code)}\n{getattr(one.answer, code)}" for one in questions
    )


def _paired(text: Bilingual) -> list[Bilingual]:
    """Return the lines of both languages side by side; a line missing in one is empty there."""
    sides = [
        [line.strip() for line in side.splitlines() if line.strip()] for side in (text.fr, text.en)
    ]
    return [Bilingual(fr=fr, en=en) for fr, en in zip_longest(*sides, fillvalue="")]


class AgreementForm(PartForm):
    """The text both sign."""

    title = _("Agreement")
    lede = _("What is signed at the first meeting. Separate paragraphs with an empty line. Agreements already signed keep their text.")  # fmt: skip
    agreement_fr = forms.CharField(
        label=_("Agreement, in French"), max_length=12000, widget=forms.Textarea({"rows": 18})
    )
    agreement_en = forms.CharField(
        label=_("Agreement, in English"),
        max_length=12000,
        widget=forms.Textarea({"rows": 18}),
        required=False,
    )

    coordinator = forms.BooleanField(label=_("The coordination signs too"), required=False)
    guardian = forms.BooleanField(
        label=_("The parent or guardian of a minor signs too, by a link, without account"),
        required=False,
    )
    before_meetings = forms.BooleanField(
        label=_("No meeting is planned before everyone has signed"), required=False
    )
    remind_days = forms.IntegerField(
        label=_("Recall a signature that waits after (days)"), min_value=1, max_value=60
    )

    def read(self, settings: ProgrammeSettings) -> dict[str, Any]:
        """Return both texts, and who signs."""
        texts = {"agreement_fr": settings.agreement.fr, "agreement_en": settings.agreement.en}
        return {**texts, **settings.signing.model_dump()}

    def changes(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the agreement, and who signs."""
        signing = ("coordinator", "guardian", "before_meetings", "remind_days")
        asked = {f"signing.{name}": data[name] for name in signing}
        return {"agreement": both(data, "agreement"), **asked}


class PlanForm(PartForm):
    """The plan of meetings: one line per step and two more to add; an empty title removes a step."""

    title = _("Plan of meetings")
    lede = _(
        "The ports of call of each pair. Empty a title to remove a step; the order is that of the numbers."
    )
    more = 2

    def __init__(self, programme: Programme, data: Any = None) -> None:
        super().__init__(programme, data)
        self.steps = [*self.settings.plan, *([None] * self.more)][:24]
        for number, step in enumerate(self.steps, start=1):
            self._add(number, step)

    def _add(self, number: int, step: Any) -> None:
        order = forms.IntegerField(label=_("Order"), min_value=1, max_value=99, required=False)
        self.fields |= {
            f"order{number}": order,
            **bilingual_fields(
                f"title{number}", _("Step %(number)d") % {"number": number}, limit=80
            ),
            **bilingual_fields(f"aim{number}", _("What for"), limit=300, rows=2),
        }
        self.initial[f"order{number}"] = number
        if step is not None:
            for code in ("fr", "en"):
                self.initial[f"title{number}_{code}"] = getattr(step.title, code)
                self.initial[f"aim{number}_{code}"] = getattr(step.aim, code)

    def read(self, settings: ProgrammeSettings) -> dict[str, Any]:
        """Return nothing: the lines read themselves."""
        return {}

    def groups(self) -> list[list[Any]]:
        """Return the fields of each step."""
        names = ("order{}", "title{}_fr", "title{}_en", "aim{}_fr", "aim{}_en")
        return [
            [self[name.format(number)] for name in names]
            for number in range(1, len(self.steps) + 1)
        ]

    def changes(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the steps kept, in order."""
        kept = []
        for number, step in enumerate(self.steps, start=1):
            title = both(data, f"title{number}")
            if title:
                line = {
                    "key": step.key if step else f"step-{number}",
                    "title": title.model_dump(),
                    "aim": both(data, f"aim{number}").model_dump(),
                    "agenda": step.agenda if step else "regular",
                }
                kept.append((data[f"order{number}"] or number, number, line))
        return {"plan": [line for _order, _number, line in sorted(kept, key=lambda one: one[:2])]}


class MatchingForm(PartForm):
    """Weights, hard rules, minimum of hours."""

    title = _("Criteria of the match")
    lede = _("Points of each criterion, then what is never traded. A human always decides; nothing here is learnt by a machine.")  # fmt: skip

    def __init__(self, programme: Programme, data: Any = None) -> None:
        super().__init__(programme, data)
        for criterion in CRITERIA:
            self.fields[criterion.code] = forms.IntegerField(
                label=str(criterion.name),
                help_text=self._effect(criterion),
                min_value=0,
                max_value=100,
            )
            self.initial[criterion.code] = round(
                self.settings.matching.weights.get(criterion.code, 0)
            )
        self.fields["rules"] = forms.MultipleChoiceField(
            label=_("Never traded"),
            choices=[
                (code, words) for code, words in RULES.items() if code not in PROTECTIVE_RULES
            ],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=_("For minors, an adult mentor with a valid check is always required."),
        )
        self.fields["minimum_weekly_hours"] = forms.IntegerField(
            label=_("Hours of the week in common, at least"), min_value=0, max_value=40
        )
        self.initial["rules"] = self.settings.matching.rules
        self.initial["minimum_weekly_hours"] = self.settings.matching.minimum_weekly_hours

    @property
    def weights(self) -> list[forms.BoundField]:
        """Return the points of each criterion."""
        return [self[criterion.code] for criterion in CRITERIA]

    def _effect(self, criterion: Any) -> str:
        weights = self.settings.matching.weights
        total = sum(weights.values()) or 1
        points = weights.get(criterion.code, 0)
        if not points:
            return _("%(effect)s Not counted today.") % {"effect": criterion.effect}
        share = round(100 * points / total)
        return _("%(effect)s Today: %(share)d points of 100.") % {
            "effect": criterion.effect,
            "share": share,
        }

    def read(self, settings: ProgrammeSettings) -> dict[str, Any]:
        """Return nothing: the criteria read themselves."""
        return {}

    def clean(self) -> dict[str, Any]:
        """Ask for at least one criterion."""
        data = super().clean() or {}
        if not self.errors and not any(data[criterion.code] for criterion in CRITERIA):
            self.add_error("needs", _("Give points to at least one criterion."))
        return data

    def changes(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return weights and rules; protective rules stay."""
        kept = {*data["rules"], *(PROTECTIVE_RULES & set(self.settings.matching.rules))}
        return {
            "matching.weights": {c.code: data[c.code] for c in CRITERIA if data[c.code]},
            "matching.rules": [code for code in RULES if code in kept],
            "matching.minimum_weekly_hours": data["minimum_weekly_hours"],
        }


PARTS: dict[str, type[PartForm]] = {
    "texts": TextsForm,
    "page": PageForm,
    "format": FormatForm,
    "rhythm": RhythmForm,
    "video": VideoForm,
    "plan": PlanForm,
    "agreement": AgreementForm,
    "matching": MatchingForm,
    "wishes": WishesForm,
    "follow-up": FollowUpForm,
    "supervision": SupervisionForm,
}
