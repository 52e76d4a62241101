"""What happens in a pair is judged at once, not only at night."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from ithaque.mentoring.followup.evaluation import ALIVE, evaluate_pair
from ithaque.mentoring.models import FollowUpCard, Meeting


@receiver(post_save, sender=Meeting, dispatch_uid="followup.meeting_saved")
def judge_after_meeting(
    sender: type[Meeting], instance: Meeting, raw: bool = False, **kwargs: Any
) -> None:
    """Settle the open cards that a meeting planned or held makes untrue.

    A meeting can only calm; what a cancelled one worsens waits for the night. So a pair without an open
    card costs one question.
    """
    alive = FollowUpCard.objects.filter(pair=instance.pair_id, status__in=ALIVE)
    if not raw and alive.exists():
        evaluate_pair(instance.pair_id)
