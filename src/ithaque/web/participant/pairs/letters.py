"""What is typed in a conversation, and how its letters are shown."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from ithaque.mentoring import attachments, rules
from ithaque.mentoring.attachments import Upload
from ithaque.mentoring.masking import Contact
from ithaque.mentoring.models import (
    Action,
    Goal,
    Meeting,
    Message,
    MessageReference,
    Pair,
)
from ithaque.mentoring.selectors.conversation import Page, Reading
from ithaque.people.models import Person
from ithaque.ui import dates
from ithaque.ui.forms import FilesField, FilesInput

BODY_MAX = 5000
HIDDEN = {
    Contact.PHONE: gettext_lazy("a telephone number"),
    Contact.EMAIL: gettext_lazy("an e-mail address"),
    Contact.HANDLE: gettext_lazy("a name on a network"),
    Contact.SITE: gettext_lazy("the address of a site"),
}


class MessageForm(forms.Form):
    """A letter with its files and what it speaks of, and the mark that makes a second click harmless."""

    use_required_attribute = False  # a file may go without a word
    body = forms.CharField(
        label=gettext_lazy("Your message"),
        max_length=BODY_MAX,
        error_messages={"required": gettext_lazy("Write a few words first.")},
        widget=forms.Textarea({"rows": 4}),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, about: Iterable[Goal | Meeting | Action] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["files"] = FilesField(
            label=gettext_lazy("Files"),
            required=False,
            widget=FilesInput(
                accept=attachments.ACCEPT,
                kinds=gettext_lazy("Up to five: PDF, text, table, presentation or image"),
                max_bytes=attachments.most_bytes(),
            ),
        )
        self.fields["body"].required = not (self.is_bound and self.files.get("files"))
        self.targets = {f"{one._meta.model_name}:{one.public_id}": one for one in about}
        if self.targets:
            self.fields["about"] = forms.MultipleChoiceField(
                label=gettext_lazy("Show a goal, a meeting or an action in it"),
                required=False,
                choices=list(_grouped(self.targets)),
                widget=forms.CheckboxSelectMultiple,
            )

    @classmethod
    def blank(cls, about: Iterable[Goal | Meeting | Action] = ()) -> MessageForm:
        """Return an empty letter with a mark of its own."""
        return cls(initial={"submission": uuid.uuid4()}, about=about)

    @property
    def has_extras(self) -> bool:
        """Tell whether the letter was sent once already: what is beside its words is then shown."""
        return self.is_bound

    def letter(self) -> dict[str, Any]:
        """Return what the service of messages asks for."""
        data = self.cleaned_data
        uploads = [Upload(one.name or "", one.read()) for one in data["files"]]
        about = [self.targets[key] for key in data.get("about", ())]
        return {
            "body": data["body"],
            "submission": data["submission"],
            "files": uploads,
            "about": about,
        }


class RewordForm(forms.Form):
    """The words of a letter, again."""

    body = forms.CharField(
        label=gettext_lazy("Your message"),
        max_length=BODY_MAX,
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )


@dataclass(frozen=True)
class Card:
    """What a letter speaks of: `href` is empty once it is gone or set aside."""

    icon: str
    kind: str
    title: str
    note: str
    href: str


@dataclass(frozen=True)
class Letter:
    """A message as a member sees it; `readings` says who has read up to it."""

    message: Message
    mine: bool
    changeable: bool
    sent: bool
    readings: list[Reading]
    cards: list[Card]

    @property
    def hidden(self) -> str:
        """Return what was hidden in it, in words; empty when nothing was."""
        return hidden_words(self.message)

    @property
    def is_erased(self) -> bool:
        """Tell whether nothing is left of it, its author being gone."""
        has_more = self.message.files.all() or self.cards
        return not (self.message.body or self.message.withdrawn_at or has_more)


def letters(page: Page, pair: Pair, me: Person, readings: list[Reading]) -> list[Letter]:
    """Return the letters of a page, each reading beside the last of my letters it covers."""
    mine = [one for one in page.letters if one.author_id == me.pk]
    last: dict[int, list[Reading]] = {}
    for reading in readings:
        covered = [one.pk for one in mine if one.created_at <= reading.until]
        if covered:
            last.setdefault(covered[-1], []).append(reading)
    seen = max((reading.until for reading in readings), default=None)
    return [
        Letter(
            message=one,
            mine=one.author_id == me.pk,
            changeable=pair.status != "closed" and rules.is_changeable(one, me),
            sent=one.author_id == me.pk and (seen is None or one.created_at > seen),
            readings=last.get(one.pk, []),
            cards=[card(reference, pair) for reference in one.references.all()],
        )
        for one in page.letters
    ]


def hidden_words(message: Message) -> str:
    """Return which contact data were hidden in a message, in words."""
    said = [str(HIDDEN[kind]) for kind in message.masked if kind in HIDDEN]
    return ", ".join(said)


def card(reference: MessageReference, pair: Pair) -> Card:
    """Return the small card of what a message speaks of."""
    kind, target = reference.kind, reference.target
    if isinstance(target, Goal):
        gone = target.dropped_at is not None
        note = _("set aside since") if gone else _due(target.due_on)
        title, href = target.title, reverse("participant:goal", args=[target.public_id])
    elif isinstance(target, Meeting):
        title, note = target.topic or target.title, dates.moment(target.starts_at)
        href = reverse("participant:meeting", args=[target.public_id])
    elif isinstance(target, Action):
        title, note = (
            target.text,
            pgettext("an action of a pair", "done") if target.done_at else _due(target.due_on),
        )
        href = f"{reverse('participant:pair', args=[pair.public_id])}#a-{target.public_id}"
    else:
        title, note, href = "", _("no longer there"), ""
    icons = {"goal": "target", "meeting": "calendar-days", "action": "list-checks"}
    label = str(reference.get_kind_display())
    return Card(icons[kind], label, title or reference.label or label, note, href)


def _due(day: Any) -> str:
    return _("for %(day)s") % {"day": dates.day(day, weekday=False)} if day else ""


def _grouped(targets: dict[str, Goal | Meeting | Action]) -> Iterable[tuple[str, str]]:
    """Yield each thing to refer to, its kind said before its name."""
    for key, target in targets.items():
        if isinstance(target, Goal):
            yield key, _("Goal: %(name)s") % {"name": target.title}
        elif isinstance(target, Meeting):
            yield key, _("Meeting: %(name)s") % {"name": dates.moment(target.starts_at)}
        else:
            yield key, _("Action: %(name)s") % {"name": target.text}
