"""Addresses of this audience: the sum of its page packages."""

from ithaque.web.coordination.answers import urls as answers
from ithaque.web.coordination.concerns import urls as concerns
from ithaque.web.coordination.day import urls as day
from ithaque.web.coordination.enrolments import urls as enrolments
from ithaque.web.coordination.following import urls as following
from ithaque.web.coordination.forms import urls as forms
from ithaque.web.coordination.imports import urls as imports
from ithaque.web.coordination.pairs import urls as pairs
from ithaque.web.coordination.programmes import urls as programmes
from ithaque.web.coordination.runs import urls as runs

app_name = "coordination"
urlpatterns = [
    *day.urlpatterns,
    *programmes.urlpatterns,
    *enrolments.urlpatterns,
    *forms.urlpatterns,
    *imports.urlpatterns,
    *runs.urlpatterns,
    *answers.urlpatterns,
    *pairs.urlpatterns,
    *concerns.urlpatterns,
    *following.urlpatterns,
]
