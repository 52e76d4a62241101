"""How matching may read a question, in words, and what depends on it in a programme."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.programmes.models import Programme
from ithaque.programmes.selectors import settings_of
from ithaque.programmes.words import CRITERIA, RULES
from ithaque.questionnaires.criteria import COMPARED, OWN_WORDS, fields_of
from ithaque.questionnaires.enums import QuestionType
from ithaque.questionnaires.schema import FormSchema, Question

FIELD_WORDS = {
    "needs": gettext_lazy("what one wants to work on"),
    "offers": gettext_lazy("what one can share"),
    "path": gettext_lazy("the job or sector aimed at, or lived"),
    "style": gettext_lazy("the way of moving forward"),
    "interests": gettext_lazy("interests"),
    "languages": gettext_lazy("languages spoken"),
    "availability": gettext_lazy("free hours"),
    "modality": gettext_lazy("ways of meeting"),
    "capacity": gettext_lazy("how many people a mentor takes"),
    "seniority": gettext_lazy("experience"),
    "organisation": gettext_lazy("employer or school"),
    "team": gettext_lazy("team"),
    "manager": gettext_lazy("manager"),
    "excluded": gettext_lazy("people, employers and schools to avoid"),
    "place": gettext_lazy("place"),
    "text": gettext_lazy("own words"),
    "born_on": gettext_lazy("birth date"),
}
CRITERION_OF = {
    "needs": "needs",
    "offers": "needs",
    "path": "path",
    "style": "style",
    "interests": "interests",
    "availability": "availability",
    "place": "distance",
    "seniority": "seniority",
    "organisation": "organisation",
    "text": "text",
}
RULES_OF = {
    "languages": ("language",),
    "modality": ("modality",),
    "availability": ("overlap",),
    "manager": ("hierarchy",),
    "team": ("team",),
    "excluded": ("exclusion",),
    "organisation": ("exclusion",),
    "born_on": ("adult", "checks"),
}


def reading_choices(
    question: Question, schema: FormSchema, other: FormSchema | None
) -> list[tuple[str, str]]:
    """Return what matching can read a question as; comparisons are shared with the other side's form.

    A comparison has one name on both sides: the question of one form is compared with that of the other.
    """
    choices = _unsaid(question)
    for field in fields_of(question.type):
        if field == OWN_WORDS:
            continue
        if field != COMPARED:
            choices.append((field, str(FIELD_WORDS[field])))
            continue
        named = {
            one.field: str(one.label)
            for form in (other, schema)
            if form
            for one in form.questions()
            if one.field and one.field.startswith(COMPARED)
        }
        own = COMPARED + question.key
        choices += [
            (name, _("compared with “%(label)s”") % {"label": label})
            for name, label in named.items()
            if name != own
        ]
        choices.append((own, _("a comparison of its own, to be named in the other form too")))
    if question.field and question.field not in dict(choices):
        choices.append((question.field, question.field))
    return choices


def _unsaid(question: Question) -> list[tuple[str, str]]:
    """Return what a question is read as when nothing else is said: text asked for matching is own words."""
    if question.type != QuestionType.TEXT:
        return [("", _("matching does not read it"))]
    code = OWN_WORDS if question.field == OWN_WORDS else ""
    return [(code, str(FIELD_WORDS[OWN_WORDS]))]


def read_as(field: str | None) -> str:
    """Return in words how matching reads a question; empty when it does not."""
    if not field:
        return ""
    if field.startswith(COMPARED):
        return _("a comparison between both")
    return str(FIELD_WORDS.get(field, field))


def depending(programme: Programme, field: str | None) -> list[str]:
    """Return the criteria and rules of a programme that a question feeds, in words with their points."""
    if not field:
        return []
    matching = settings_of(programme).matching
    code = "expectations" if field.startswith(COMPARED) else CRITERION_OF.get(field, "")
    points, total = matching.weights.get(code, 0), sum(matching.weights.values()) or 1
    found = [
        _("the criterion “%(name)s”, %(share)d points of 100")
        % {"name": criterion.name, "share": round(100 * points / total)}
        for criterion in CRITERIA
        if criterion.code == code and points
    ]
    found += [
        _("the rule “%(name)s”") % {"name": RULES[rule]}
        for rule in RULES_OF.get(field, ())
        if rule in matching.rules
    ]
    if field == "capacity":
        found.append(_("the number of people each mentor takes"))
    return found
