"""Addresses of this audience: the sum of its page packages."""

from ithaque.web.public.brands import urls as brands
from ithaque.web.public.certificates import urls as certificates
from ithaque.web.public.legal import urls as legal
from ithaque.web.public.programmes import urls as programmes
from ithaque.web.public.skills import urls as skills
from ithaque.web.public.welcome import urls as welcome

app_name = "public"
urlpatterns = [
    *programmes.urlpatterns,
    *welcome.urlpatterns,
    *legal.urlpatterns,
    *certificates.urlpatterns,
    *skills.urlpatterns,
    *brands.urlpatterns,
]
