"""What people of the pipeline are written, and the signed addresses they act by."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from ithaque.correspondence.kinds import Kind
from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, links
from ithaque.programmes import mails, selectors
from ithaque.programmes.enums import EnrolmentStatus, Stage
from ithaque.programmes.models import Enrolment

INTERVIEW_PURPOSE = "programmes.interview"


def tell(
    kind: Kind, enrolment: Enrolment, *, dedupe_key: str | None = None, **context: Any
) -> None:
    """Write to the person about their enrolment, with the address of its page."""
    path = reverse("participant:enrolment", args=[enrolment.public_id])
    values = {"enrolment": enrolment, "programme": enrolment.cohort.programme, **context}
    notify(
        kind,
        to=enrolment.person,
        context=values,
        action=MailAction(gettext_lazy("See my enrolment"), path),
        dedupe_key=dedupe_key,
    )


def tell_coordinators(enrolment: Enrolment) -> None:
    """Write to each coordinator, at most once a day for a cohort: the list tells the rest."""
    cohort = enrolment.cohort
    path = reverse("coordination:enrolments", args=[cohort.public_id])
    for coordinator in selectors.coordinators_of(cohort.programme):
        notify(
            mails.TO_VALIDATE,
            to=coordinator,
            context={"programme": cohort.programme, "cohort": cohort},
            action=MailAction(gettext_lazy("See the enrolments"), path),
            dedupe_key=f"to-validate:{cohort.pk}:{coordinator.pk}:{clock.today(coordinator.time_zone)}",
        )


def interview_path(enrolment: Enrolment) -> str:
    """Return the signed address by which someone books, moves or cancels their interview."""
    token = links.sign(
        INTERVIEW_PURPOSE, target=enrolment.public_id, person=enrolment.person.public_id
    )
    return reverse("public:interview", args=[token])


def tell_step(enrolment: Enrolment) -> None:
    """Write what the step an enrolment has reached asks of the person; at most once a day for a step."""
    stage = Stage(enrolment.stage)
    if enrolment.status != EnrolmentStatus.SUBMITTED or stage in (Stage.APPLICATION, Stage.READY):
        return
    label, path = gettext_lazy("See my enrolment"), ""
    if stage == Stage.INTERVIEW:
        label, path = gettext_lazy("Choose an hour"), interview_path(enrolment)
    vetting = selectors.settings_of(enrolment.cohort.programme).vetting.of(enrolment.side)
    with translation.override(enrolment.person.locale):
        training = str(vetting.training_words)
    notify(
        mails.STEP_REACHED,
        to=enrolment.person,
        context={
            "enrolment": enrolment,
            "programme": enrolment.cohort.programme,
            "stage": str(stage),
            "vetting": vetting,
            "training": training,
        },
        action=MailAction(
            label, path or reverse("participant:enrolment", args=[enrolment.public_id])
        ),
        dedupe_key=f"step:{enrolment.public_id}:{stage}:{clock.today()}",
    )
