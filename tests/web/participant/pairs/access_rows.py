"""Who opens the pair's room: its two members, and nobody else."""

from __future__ import annotations

import uuid
from typing import Any

from ithaque.correspondence.preferences import renew_calendar
from ithaque.kernel import links
from ithaque.mentoring.doors import FEED
from ithaque.mentoring.models import (
    Certificate,
    Closure,
    GoalStep,
    Message,
    MessageFile,
    SealedAgreement,
)
from ithaque.mentoring.services.asking import GUARDIAN
from ithaque.mentoring.services.exits import EXIT
from ithaque.mentoring.services.noting import PULSE
from ithaque.mentoring.services.reminders import HELD
from ithaque.mentoring.services.telling import ANSWER
from ithaque.programmes.services import name_guardian
from tests.support.access import EVERYONE, SIGNED_IN, Row
from tests.support.world import World

TWO = {"mentee", "mentor"}


def pair(world: World) -> dict[str, Any]:
    return {"pair_id": world.pair.public_id}


def planned(world: World) -> dict[str, Any]:
    return {"meeting_id": world.planned.public_id}


def held(world: World) -> dict[str, Any]:
    return {"meeting_id": world.meeting.public_id}


def goal(world: World) -> dict[str, Any]:
    return {"goal_id": world.goal.public_id}


def step(world: World) -> dict[str, Any]:
    return {"step_id": GoalStep.objects.create(goal=world.goal, text="Appeler").public_id}


def action(world: World) -> dict[str, Any]:
    return {"action_id": world.action.public_id}


def letter(world: World) -> dict[str, Any]:
    made = Message.objects.create(pair=world.pair, author=world.ines, body="Bonjour")
    return {"message_id": made.public_id}


def enclosed(world: World) -> dict[str, Any]:
    from ithaque.kernel import files

    made = Message.objects.create(pair=world.pair, author=world.ines, body="Voici")
    kept = MessageFile.objects.create(
        message=made, file=files.keep(b"%PDF-1.7\n%%EOF", name="a.pdf")
    )
    return {"file_id": kept.public_id}


def sealed(world: World) -> dict[str, Any]:
    from ithaque.kernel import files

    made = SealedAgreement.objects.create(
        agreement=world.pair.agreement,
        version=1,
        digest="0" * 64,
        file=files.keep(b"%PDF-1.7\n%%EOF", name="a.pdf"),
    )
    return {"sealed_id": made.public_id}


def certificate(world: World) -> dict[str, Any]:
    made = Certificate.objects.create(
        pair=world.pair,
        person=world.ines,
        code="AAAA-BBBB-CCCC",
        hours=1,
        meetings=1,
        from_on=world.pair.started_on,
        to_on=world.pair.started_on,
    )
    return {"certificate_id": made.public_id}


def pulse(world: World) -> dict[str, Any]:
    return {"token": links.sign(PULSE, target=world.meeting.public_id, person=world.ines.public_id)}


def noted(world: World) -> dict[str, Any]:
    return {"token": links.sign(HELD, target=world.planned.public_id, person=world.ines.public_id)}


def invited(world: World) -> dict[str, Any]:
    return {
        "token": links.sign(ANSWER, target=world.planned.public_id, person=world.ines.public_id)
    }


def feed(world: World) -> dict[str, Any]:
    key = renew_calendar(person=world.ines, by=world.ines)
    return {"token": links.sign(FEED, target=key, person=world.ines.public_id)}


def guardian(world: World) -> dict[str, Any]:
    named = name_guardian(
        enrolment=world.pair.mentee, name="Fatou", email="fatou@test.example", by=world.ines
    )
    target = world.pair.agreement.public_id
    return {"token": links.sign(GUARDIAN, target=target, person=named.public_id)}


def exit_link(world: World) -> dict[str, Any]:
    closure = Closure.objects.create(pair=world.pair, path="early")
    return {"token": links.sign(EXIT, target=closure.public_id, person=world.ines.public_id)}


ROWS = [
    Row("participant:agreement-guardian", guardian, EVERYONE),
    Row("participant:calendar-feed", feed, EVERYONE),
    Row("participant:calendar-renew", opens=SIGNED_IN, method="post"),
    Row("participant:noted", noted, EVERYONE),
    Row("participant:pairs", opens=SIGNED_IN),
    Row("participant:pair", pair, TWO),
    Row("participant:pair-guides", pair, TWO),
    Row("participant:pair-messages", pair, TWO),
    Row(
        "participant:pair-messages",
        pair,
        TWO,
        method="post",
        data=lambda world: {"body": "Bonjour", "submission": str(uuid.uuid4())},
    ),
    Row("participant:message-search", opens=SIGNED_IN, query="?q=bonjour"),
    Row("participant:message-reword", letter, {"mentee"}),
    Row("participant:message-withdraw", letter, {"mentee"}, method="post"),
    Row("participant:message-file", enclosed, TWO),
    Row("participant:pair-note", pair, TWO),
    Row("participant:pair-note-sync", pair, TWO, method="post"),
    Row("participant:meeting-private-note", planned, TWO, method="post"),
    Row("participant:meeting-next", planned, TWO, method="post"),
    Row("participant:goal-new", pair, TWO),
    Row("participant:goal", goal, TWO),
    Row("participant:goal-library", pair, TWO),
    Row(
        "participant:goal-step-new",
        goal,
        TWO,
        method="post",
        data=lambda world: {"step-text": "Appeler"},
    ),
    Row("participant:goal-step", step, TWO, method="post"),
    Row("participant:goal-level", goal, TWO, method="post"),
    Row("participant:goal-drop", goal, TWO, method="post"),
    Row("participant:action-new", pair, TWO),
    Row("participant:action-toggle", action, TWO, method="post"),
    Row("participant:pair-meetings", pair, TWO),
    Row("participant:meeting-plan", pair, TWO),
    Row("participant:meeting-log", pair, TWO),
    Row("participant:meeting", planned, TWO),
    Row("participant:meeting-call", planned, TWO),
    Row("participant:meeting-answer", planned, TWO, method="post"),
    Row("participant:answer", invited, EVERYONE),
    Row("participant:meeting-move", planned, TWO),
    Row("participant:meeting-cancel", planned, TWO),
    Row("participant:meeting-held", planned, TWO),
    Row("participant:meeting-missed", planned, TWO),
    Row("participant:meeting-there", planned, TWO, method="post"),
    Row("participant:meeting-turns", planned, TWO, method="post"),
    Row("participant:meeting-cards", planned, TWO, method="post"),
    Row("participant:meeting-ics", planned, TWO),
    Row("participant:meeting-pulse", held, TWO),
    Row("participant:pulse", pulse, EVERYONE),
    Row("participant:pair-agreement", pair, TWO),
    Row("participant:agreement-terms", pair, TWO),
    Row("participant:agreement-pdf", sealed, TWO),
    Row("participant:exit-survey", pair, TWO),
    Row("participant:exit-survey-link", exit_link, EVERYONE),
    Row("participant:pair-closure", pair, TWO),
    Row("participant:closure-ask", pair, TWO),
    Row("participant:closure-withdraw", pair, TWO, method="post"),
    Row("participant:certificate-pdf", certificate, {"mentee"}),
]
