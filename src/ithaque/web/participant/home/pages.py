"""The home put in words: the sentence of the day, what is to do, the ports of call, a fact that encourages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ithaque.insight.home import Home, Port, Relation
from ithaque.kernel import clock
from ithaque.kernel.bilingual import pick
from ithaque.matching.enums import Answer
from ithaque.matching.models import Proposal
from ithaque.matching.own_wishes import wishes_today
from ithaque.mentoring import paths
from ithaque.mentoring.models import Meeting
from ithaque.people.models import Person
from ithaque.programmes.enums import EnrolmentStatus, Side, Stage
from ithaque.programmes.models import Enrolment
from ithaque.programmes.selectors import answer_promised_on, mentor_promised_on
from ithaque.ui import dates
from ithaque.ui.numbers import in_words
from ithaque.web.participant.home.todo import ToDo, plan_address, things_to_do, trials_and_debriefs

WEEK = 7
TALL_CARD, SHORT_CARD = 4, 1
"""How many things to do stand beside a meeting card, with its agenda or without."""
MODALITY_ICONS = {
    "remote": "video", "phone": "phone", "public": "map-pin", "work": "briefcase",
    "campus": "school", "home": "house",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A port of call, ready to be drawn."""

    title: str
    note: str
    state: str


class HomePage:
    """What the template lays out."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.first = home.next_relation
        self.relations = [RelationPage(each) for each in home.relations if each is not self.first]
        self.lead = RelationPage(self.first) if self.first else None
        self.waiting = [WaitingPage(enrolment, home.person) for enrolment in home.waiting]
        self.proposals = [ProposalPage(proposal, home) for proposal in home.proposals]
        self.ended = [EndedPage(relation, home) for relation in home.ended]
        self.todo = list(self._todo())
        self.left = sum(not each.done for each in self.todo)
        card_is_tall = self.lead is not None and bool(self.lead.agenda)
        self.todo_is_long = len(self.todo) > (TALL_CARD if card_is_tall else SHORT_CARD)

    @property
    def eyebrow(self) -> str:
        """Return today's date as a heading."""
        today = dates.day(clock.today())
        return today[:1].upper() + today[1:]

    @property
    def greeting(self) -> str:
        """Return the sentence of the day: the name, and the next port of call."""
        sentence, day = self._sentence()
        return sentence.format(name=self.home.person.get_short_name(), day=day)

    @property
    def letters(self) -> list[RelationPage]:
        """Return the relations with a word received."""
        pages = [self.lead, *self.relations] if self.lead else []
        return [page for page in pages if page is not None and page.relation.letter]

    def _sentence(self) -> tuple[str, str]:
        """Return the sentence and the day it speaks of, empty when it speaks of none."""
        if self.first is not None:
            return _relation_sentence(self.first)
        if self.proposals:
            return _("Hello {name}, someone could travel with you."), ""
        if self.waiting:
            return self.waiting[0].sentence, ""
        if self.ended:
            return _("Hello {name}, a fine crossing is behind you."), ""
        return _("Hello {name}, which crossing begins?"), ""

    def _todo(self) -> Iterator[ToDo]:
        for proposal in self.proposals:
            if proposal.to_answer:
                yield ToDo(
                    f"p{proposal.id}", _("Answer the proposal"), proposal.until, proposal.href
                )
        yield from trials_and_debriefs(self.home.person)
        for waiting in self.waiting:
            if waiting.wishes:
                yield ToDo(
                    f"w{waiting.id}",
                    _("See the people suggested to me"),
                    waiting.programme,
                    waiting.wishes,
                )
            if waiting.is_draft:
                yield ToDo(f"e{waiting.id}", _("Finish my form"), waiting.programme, waiting.href)
        for relation in self.home.relations:
            yield from things_to_do(relation)


class RelationPage:
    """One relation in words."""

    def __init__(self, relation: Relation) -> None:
        self.relation = relation
        self.meeting = relation.next
        self.id = relation.pair.public_id.hex
        self.room = paths.room(relation.pair)
        self.messages = paths.messages(relation.pair)
        self.plan = plan_address(relation)
        self.guides = reverse("participant:pair-guides", args=[relation.pair.public_id])
        self.steps = [_step(port) for port in relation.voyage]
        self.agenda = _agenda(self.meeting)

    @property
    def meeting_href(self) -> str:
        """Return the address of the next meeting."""
        return paths.meeting(self.meeting) if self.meeting else self.room

    @property
    def readers(self) -> list[str]:
        """Return who reads the messages of the pair."""
        return [_("You and {name}").format(name=self.relation.other.get_full_name())]

    @property
    def not_readers(self) -> list[str]:
        """Return who does not."""
        return [_("Neither the coordination nor the organisation")]

    @property
    def place(self) -> str:
        """Return where and how the next meeting takes place."""
        if self.meeting is None:
            return ""
        how = str(self.meeting.get_modality_display())
        remote = self.meeting.modality in ("remote", "phone")
        return how if remote or not self.meeting.place else f"{how}, {self.meeting.place}"

    @property
    def place_icon(self) -> str:
        """Return the icon of the way to meet."""
        return MODALITY_ICONS.get(self.meeting.modality, "map-pin") if self.meeting else "map-pin"

    @property
    def reached(self) -> str:
        """Return how much of the plan is behind, in words."""
        done = sum(step.state == "done" for step in self.steps)
        total = len(self.steps)
        sentence = ngettext(
            "{done} port of call reached out of {total}.",
            "{done} ports of call reached out of {total}.",
            done,
        )
        goal = self.relation.goal
        if goal is not None and goal.due_on:
            aim = _("You aim for {day}.").format(day=dates.day(goal.due_on, weekday=False))
        else:
            aim = _("The mentoring runs until {day}.").format(
                day=dates.day(self.relation.pair.ends_on, weekday=False)
            )
        said = sentence.format(done=in_words(done), total=in_words(total))
        return f"{said[:1].upper()}{said[1:]} {aim}"

    @property
    def cheer_title(self) -> str:
        """Return an encouragement based on a fact, empty before the first meeting."""
        weeks = self.relation.weeks
        if not self.relation.held:
            return ""
        if not weeks:
            return _("You have cast off.")
        said = ngettext(
            "One week that you have been moving forward.",
            "{weeks} weeks that you have been moving forward.",
            weeks,
        ).format(weeks=in_words(weeks))
        return said[:1].upper() + said[1:]

    @property
    def cheer(self) -> str:
        """Return the fact."""
        held = len(self.relation.held)
        return ngettext(
            "With {name}: {count} meeting, {time} together.",
            "With {name}: {count} meetings, {time} together.",
            held,
        ).format(
            name=self.relation.other.get_short_name(),
            count=held,
            time=dates.duration(self.relation.minutes_together),
        )

    @property
    def cards_title(self) -> str:
        """Return what the question cards are for."""
        if self.meeting is None:
            return _("To talk about next time")
        day = timezone.localtime(self.meeting.starts_at)
        if (day.date() - clock.today()).days < WEEK:
            return _("To move forward by {day}").format(day=dates.weekday(day.weekday()))
        dated = pgettext("a date", "To move forward by {day}")
        return dated.format(day=dates.day(day, weekday=False))


class WaitingPage:
    """An enrolment that waits: for its author, for the team, for someone."""

    def __init__(self, enrolment: Enrolment, person: Person) -> None:
        self.enrolment = enrolment
        enrolment.person = person
        self.id = enrolment.public_id.hex
        self.href = reverse("participant:enrolment", args=[enrolment.public_id])
        self.programme = enrolment.cohort.programme.title
        self.is_draft = enrolment.status == EnrolmentStatus.DRAFT
        self.is_refused = enrolment.status == EnrolmentStatus.REFUSED
        self.is_mentor = enrolment.side == Side.MENTOR
        self.wishes = (
            reverse("participant:wishes", args=[enrolment.public_id])
            if wishes_today(enrolment)
            else ""
        )

    @property
    def sentence(self) -> str:
        """Return the sentence of the day."""
        return {
            EnrolmentStatus.DRAFT: _("Hello {name}, your form is waiting for its last words."),
            EnrolmentStatus.SUBMITTED: _("Hello {name}, your form is in good hands."),
            EnrolmentStatus.AVAILABLE: _("Hello {name}, everything is ready on your side."),
        }.get(EnrolmentStatus(self.enrolment.status), _("Hello {name}."))

    @property
    def title(self) -> str:
        """Return where the enrolment is."""
        return {
            EnrolmentStatus.DRAFT: _("Your form is begun"),
            EnrolmentStatus.SUBMITTED: _("Your form was sent"),
            EnrolmentStatus.WAITING: _("You are on the waiting list"),
            EnrolmentStatus.PAUSED: _("Your enrolment is paused"),
            EnrolmentStatus.AVAILABLE: _("You are validated"),
            EnrolmentStatus.REFUSED: _("Your enrolment was not accepted"),
        }[EnrolmentStatus(self.enrolment.status)]

    @property
    def what_next(self) -> str:
        """Return what happens now, with its date: every wait has one."""
        if self.is_draft:
            if (last := self.enrolment.cohort.enrols_until) is None:
                return _("Everything you type is kept. Finish it when you like.")
            words = _("Everything you type is kept. Finish it when you like before {day}.")
            return words.format(day=dates.day(last))
        if self.is_refused:
            return self.enrolment.decision_note or _("The team can tell you why: write to them.")
        if self.enrolment.status == EnrolmentStatus.PAUSED and self.enrolment.paused_until:
            return _("You come back on {day}, exactly where you were.").format(
                day=dates.day(self.enrolment.paused_until)
            )
        if self.enrolment.stage not in (Stage.APPLICATION, Stage.READY) and (
            self.enrolment.status == EnrolmentStatus.SUBMITTED
        ):
            return _("The team has read your form. The next step waits for you.")
        if self.enrolment.status == EnrolmentStatus.SUBMITTED:
            return _("The team reads it and answers you by {day}.").format(
                day=dates.day(answer_promised_on(self.enrolment))
            )
        return self._promise()

    @property
    def steps(self) -> list[Step]:
        """Return the way from the form to the first meeting."""
        reached = {
            EnrolmentStatus.DRAFT: 0,
            EnrolmentStatus.SUBMITTED: 1,
            EnrolmentStatus.WAITING: 1,
            EnrolmentStatus.PAUSED: 1,
            EnrolmentStatus.AVAILABLE: 2,
        }
        current = reached.get(EnrolmentStatus(self.enrolment.status), 0)
        sent, decided = self.enrolment.submitted_at, self.enrolment.decided_at
        names = (
            (_("My form"), dates.day(sent, weekday=False) if sent else ""),
            (_("Validation"), dates.day(decided, weekday=False) if decided else ""),
            (
                _("Proposal"),
                dates.day(mentor_promised_on(self.enrolment), weekday=False) if sent else "",
            ),
            (_("First meeting"), ""),
        )
        states = [
            "done" if index < current else "current" if index == current else "ahead"
            for index in range(4)
        ]
        return [
            Step(title, _("Under way") if state == "current" else note, state)
            for (title, note), state in zip(names, states, strict=True)
        ]

    def _promise(self) -> str:
        promised = mentor_promised_on(self.enrolment)
        if promised < clock.today():
            return _(
                "We had promised you someone by {day} and have not found the right person yet. The team keeps looking and will write to you."
            ).format(day=dates.day(promised))
        if self.is_mentor:
            return _(
                "We will propose someone to you by {day}, with the reasons of our choice."
            ).format(day=dates.day(promised))
        return _(
            "We will propose a mentor to you by {day}, with the reasons of our choice."
        ).format(day=dates.day(promised))


class ProposalPage:
    """A proposal to the reader."""

    def __init__(self, proposal: Proposal, home: Home) -> None:
        mine = (
            proposal.mentee_answer
            if proposal.side_of(home.person) == Side.MENTEE
            else proposal.mentor_answer
        )
        is_mentee = proposal.side_of(home.person) == Side.MENTEE
        self.id = proposal.public_id.hex
        self.other = (proposal.mentor if is_mentee else proposal.mentee).person
        self.to_answer = mine == Answer.WAITING
        self.programme = proposal.run.cohort.programme.title
        self.href = reverse("participant:proposal", args=[proposal.public_id])
        expires = proposal.expires_at
        self.until = _("Before {day}").format(day=dates.day(expires)) if expires else self.programme


class EndedPage:
    """A relation that ended, and the certificate it leaves."""

    def __init__(self, relation: Relation, home: Home) -> None:
        self.relation = relation
        self.room = paths.room(relation.pair)
        certificate = home.certificates.get(relation.pair.pk)
        self.certificate = (
            reverse("participant:certificate-pdf", args=[certificate.public_id])
            if certificate
            else ""
        )


def _relation_sentence(relation: Relation) -> tuple[str, str]:
    if relation.balance_to_write:
        return _("Hello {name}, it is time for the balance."), ""
    meeting = relation.next
    if meeting is None:
        return _("Hello {name}, the next port of call is yours to choose."), ""
    day = timezone.localtime(meeting.starts_at)
    ahead = (day.date() - clock.today()).days
    if ahead <= 0:
        return _("Hello {name}, port of call today."), ""
    if ahead == 1:
        return _("Hello {name}, next port of call tomorrow."), ""
    if ahead < WEEK:
        return _("Hello {name}, next port of call on {day}."), dates.weekday(day.weekday())
    dated = pgettext("a date", "Hello {name}, next port of call on {day}.")
    return dated, dates.day(day, weekday=False)


def _step(port: Port) -> Step:
    if port.state == "done" and port.on:
        note = dates.day(port.on, weekday=False)
    elif port.state == "current":
        note = _("Under way")
    else:
        month = dates.month(port.expected).split(" ")[0] if port.expected else ""
        note = month[:1].upper() + month[1:]
    return Step(str(port.step.title), note, port.state)


def _agenda(meeting: Meeting | None) -> list[dict[str, Any]]:
    if meeting is None:
        return []
    return [
        {
            "minutes": row.get("minutes", 0),
            "text": pick(row["text"].get("fr", ""), row["text"].get("en", "")),
        }
        for row in meeting.agenda
        if isinstance(row.get("text"), dict)
    ]
