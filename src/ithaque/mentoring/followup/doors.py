"""The way to a follow-up card."""

from ithaque.kernel.access import Door
from ithaque.mentoring.followup.selectors import card_for

CARD = Door("card", card_for)
