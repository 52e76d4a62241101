"""Addresses of this audience: the sum of its page packages."""

from ithaque.web.participant.account import urls as account
from ithaque.web.participant.calendars import urls as calendars
from ithaque.web.participant.concern import urls as concern
from ithaque.web.participant.enrolment import urls as enrolment
from ithaque.web.participant.flash import urls as flash
from ithaque.web.participant.help import urls as help_
from ithaque.web.participant.home import urls as home
from ithaque.web.participant.notifications import urls as notifications
from ithaque.web.participant.pairs import urls as pairs
from ithaque.web.participant.proposals import urls as proposals
from ithaque.web.participant.trials import urls as trials
from ithaque.web.participant.wishes import urls as wishes

app_name = "participant"
urlpatterns = [
    *home.urlpatterns,
    *enrolment.urlpatterns,
    *proposals.urlpatterns,
    *wishes.urlpatterns,
    *trials.urlpatterns,
    *pairs.urlpatterns,
    *flash.urlpatterns,
    *account.urlpatterns,
    *calendars.urlpatterns,
    *concern.urlpatterns,
    *help_.urlpatterns,
    *notifications.urlpatterns,
]
