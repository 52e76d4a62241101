"""Addresses of these pages."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.coordination.pairs import signing, views

urlpatterns: list[URLPattern] = [
    path("pairs/", views.choose, name="pairs"),
    path("programmes/<uuid:programme_id>/pairs/", views.pairs, name="programme-pairs"),
    path("programmes/<uuid:programme_id>/agreements/", signing.several, name="agreements"),
    path("pairs/<uuid:pair_id>/agreement/", signing.one, name="pair-agreement"),
    path("agreements/<uuid:sealed_id>/", signing.pdf, name="agreement-pdf"),
    path("pairs/<uuid:pair_id>/", views.pair, name="pair"),
    path("pairs/<uuid:pair_id>/write/", views.write, name="pair-write"),
    path("pairs/<uuid:pair_id>/extend/", views.extend, name="pair-extend"),
    path("programmes/<uuid:programme_id>/endings/", views.endings, name="endings"),
    path("pairs/<uuid:pair_id>/interview/", views.interview, name="pair-interview"),
    path("pairs/<uuid:pair_id>/close/", views.close, name="pair-close"),
]

navigation.register(
    "coordination",
    [
        navigation.Item(
            _("Pairs"),
            "coordination:pairs",
            icon="users",
            within=(
                "coordination:pair",
                "coordination:programme-pairs",
                "coordination:agreement",
                "coordination:endings",
                "coordination:supervised",
            ),
        )
    ],
)
