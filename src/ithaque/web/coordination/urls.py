"""Addresses of this audience: the sum of its page packages."""

from ithaque.web.coordination.answers import urls as answers
from ithaque.web.coordination.bulletins import urls as bulletins
from ithaque.web.coordination.concerns import urls as concerns
from ithaque.web.coordination.day import urls as day
from ithaque.web.coordination.enrolments import urls as enrolments
from ithaque.web.coordination.following import urls as following
from ithaque.web.coordination.forms import urls as forms
from ithaque.web.coordination.gaps import urls as gaps
from ithaque.web.coordination.groups import urls as groups
from ithaque.web.coordination.imports import urls as imports
from ithaque.web.coordination.pairs import urls as pairs
from ithaque.web.coordination.programmes import urls as programmes
from ithaque.web.coordination.runs import urls as runs
from ithaque.web.coordination.supervision import urls as supervision
from ithaque.web.coordination.vetting import urls as vetting
from ithaque.web.coordination.waiting import urls as waiting

app_name = "coordination"
urlpatterns = [
    *day.urlpatterns,
    *programmes.urlpatterns,
    *enrolments.urlpatterns,
    *forms.urlpatterns,
    *vetting.urlpatterns,
    *waiting.urlpatterns,
    *gaps.urlpatterns,
    *groups.urlpatterns,
    *imports.urlpatterns,
    *runs.urlpatterns,
    *answers.urlpatterns,
    *pairs.urlpatterns,
    *concerns.urlpatterns,
    *supervision.urlpatterns,
    *following.urlpatterns,
    *bulletins.urlpatterns,
]
