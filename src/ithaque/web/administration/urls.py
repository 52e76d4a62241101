"""Addresses of this audience: the sum of its page packages."""

from ithaque.web.administration.instance import urls as instance

app_name = "administration"
urlpatterns = [
    *instance.urlpatterns,
]
