"""What this room tells the rooms above. Sent inside the transaction: a receiver may refuse (Refusal)."""

from django.dispatch import Signal

# Sent by Enrolment with enrolment and by.
enrolment_validated = Signal()
enrolment_withdrawn = Signal()
enrolment_paused = Signal()
# Sent by Enrolment with enrolment: the adult responsible for a minor took their agreement back.
guardian_withdrew = Signal()
