"""How long answers are kept: what the pages promise, kept by a daily task."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from ithaque.kernel import clock, journal
from ithaque.programmes.enums import EnrolmentStatus
from ithaque.programmes.journal import ANSWERS_FORGOTTEN
from ithaque.programmes.models import Enrolment
from ithaque.programmes.services.references import forget_old_references
from ithaque.questionnaires.models import AnswerSheet

NOT_TAKEN_UP = timedelta(days=183)
"""Six months for an enrolment not taken up (product default)."""
AFTER_THE_END = timedelta(days=730)
"""Two years after the last contact (CNIL reference for the social sector)."""


@transaction.atomic
def forget_old_answers() -> int:
    """Erase the answers of enrolments declined six months ago, or whose cohort ended two years ago.

    What referees said goes six months after the decision, whatever it was.
    A cohort that is always open never ends: there, two years without signing in count as the end.
    """
    long_ago = clock.now() - AFTER_THE_END
    declined = Q(status=EnrolmentStatus.REFUSED, decided_at__lt=clock.now() - NOT_TAKEN_UP)
    ended = Q(cohort__ends_on__lt=clock.today() - AFTER_THE_END)
    ended |= Q(cohort__ends_on__isnull=True, decided_at__lt=long_ago) & (
        Q(person__last_login__isnull=True) | Q(person__last_login__lt=long_ago)
    )
    old = Enrolment.objects.filter(declined | ended, sheet__isnull=False)
    sheets = AnswerSheet.objects.filter(enrolment__in=old).exclude(answers={}, unread={})
    count = sheets.update(answers={}, unread={})
    Enrolment.objects.filter(declined | ended).exclude(decision_note="").update(decision_note="")
    forget_old_references(NOT_TAKEN_UP)
    if count:
        journal.record(ANSWERS_FORGOTTEN, data={"count": count})
    return count
