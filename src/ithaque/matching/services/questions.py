"""Questions about a proposal: asked before answering, answered by the coordinators, while the clock waits.

A question gives time: whoever asks never loses their place for having waited for the answer.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.correspondence.services import MailAction, leaves_at, notify
from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.matching import journal as entries
from ithaque.matching import mails
from ithaque.matching.enums import ProposalStatus, QuestionAbout
from ithaque.matching.models import Proposal, Question
from ithaque.matching.models.questions import TEXT_MAX
from ithaque.matching.services.announcements import answer_path
from ithaque.matching.services.answers import check_open, held_proposal
from ithaque.people.models import Person
from ithaque.programmes.selectors import coordinators_of

WHILE_ASKED = timedelta(days=7)
"""Time left at least, from the moment of a question (product default)."""
AFTER_REPLY = timedelta(days=4)
"""Time left at least, from the moment of the reply (product default)."""


@transaction.atomic
def ask_question(*, proposal: Proposal, person: Person, text: str, about: str = "") -> Question:
    """Ask the coordinators, or contest a reason; both people then have a week at least to answer the proposal.

    The same words sent twice are one question. Refuses somebody else, a closed proposal, an empty question, and a
    second question while the first waits.
    """
    proposal = held_proposal(proposal)
    if proposal.side_of(person) is None:
        raise Refusal("stranger", _("This proposal was made to someone else."))
    check_open(proposal)
    text = text.strip()[:TEXT_MAX]
    if not text:
        raise Refusal("empty", _("Write your question first."), conflict=False)
    waiting = proposal.questions.filter(person=person, replied_at=None).first()
    if waiting is not None:
        if waiting.text == text:
            return waiting
        raise Refusal(
            "one_at_a_time",
            _("Your first question is with the coordinators: wait for their answer, then ask."),
        )
    asked = Question.objects.create(
        proposal=proposal, person=person, text=text, about=about or QuestionAbout.PROPOSAL
    )
    _give_time(proposal, WHILE_ASKED)
    scope = proposal.run.cohort.programme
    journal.record(entries.QUESTION_ASKED, by=person, target=proposal, scope=scope)
    for coordinator in coordinators_of(scope):
        notify(
            mails.QUESTION_ASKED,
            to=coordinator,
            context={"question": asked, "programme": scope},
            action=MailAction(
                gettext_lazy("Read and reply"),
                reverse("coordination:question", args=[asked.public_id]),
            ),
        )
    return asked


@transaction.atomic
def reply_question(*, question: Question, reply: str, by: Person) -> Question:
    """Answer a question by mail; if the proposal still waits, both have four days at least to answer it.

    Refuses an empty reply, and a question a colleague answered meanwhile.
    """
    proposal = held_proposal(question.proposal)
    fresh = Question.objects.select_related("person", "replied_by").get(pk=question.pk)
    reply = reply.strip()[:TEXT_MAX]
    if not reply:
        raise Refusal("empty", _("Write your reply first."), conflict=False)
    if fresh.replied_at is not None:
        if fresh.reply == reply:
            return fresh
        name = fresh.replied_by.get_full_name() if fresh.replied_by else _("A colleague")
        raise Refusal(
            "replied",
            _("%(name)s replied meanwhile. Yours was not sent: it is still here.") % {"name": name},
        )
    fresh.reply, fresh.replied_at, fresh.replied_by = reply, clock.now(), by
    fresh.save(update_fields=["reply", "replied_at", "replied_by"])
    if proposal.status == ProposalStatus.ANNOUNCED:
        _give_time(proposal, AFTER_REPLY, leaves_at(mails.QUESTION_ANSWERED, fresh.person))
    scope = proposal.run.cohort.programme
    journal.record(entries.QUESTION_ANSWERED, by=by, target=proposal, scope=scope)
    notify(
        mails.QUESTION_ANSWERED,
        to=fresh.person,
        context={"question": fresh, "programme": scope, "until": proposal.expires_at},
        action=MailAction(gettext_lazy("Read and answer"), answer_path(proposal, fresh.person)),
        headers={"Reply-To": by.email},
        dedupe_key=f"{mails.QUESTION_ANSWERED.code}:{fresh.public_id}",
    )
    return fresh


def _give_time(proposal: Proposal, least: timedelta, since: datetime | None = None) -> None:
    """Let the day to answer be at least so far after `since` (now); a reminder may be sent again before the new day."""
    day = (since or clock.now()) + least
    if proposal.expires_at is not None and proposal.expires_at < day:
        proposal.expires_at, proposal.reminded_at = day, None
        proposal.save(update_fields=["expires_at", "reminded_at"])
