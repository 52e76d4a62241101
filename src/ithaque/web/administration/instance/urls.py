"""Addresses of these pages."""

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.administration.instance import brand, views

urlpatterns = [
    path("", views.status, name="status"),
    path("outbox", views.outbox, name="outbox"),
    path("outbox/<uuid:message_id>/retry", views.retry, name="outbox-retry"),
    path("organisations", views.organisations, name="organisations"),
    path("organisations/<uuid:organisation_id>", views.organisation, name="organisation"),
    path("organisations/<uuid:organisation_id>/brand", brand.brand, name="organisation-brand"),
    path(
        "organisations/<uuid:organisation_id>/brand/logo",
        brand.logo,
        name="organisation-brand-logo",
    ),
    path(
        "organisations/<uuid:organisation_id>/brand/logo/remove",
        brand.remove_logo,
        name="organisation-brand-logo-remove",
    ),
    path("organisations/<uuid:organisation_id>/roles", views.give_role, name="role-give"),
    path("organisations/<uuid:organisation_id>/roles/remove", views.take_role, name="role-take"),
]


def _is_administrator(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.is_superuser


navigation.register(
    "administration",
    [
        navigation.Item(_("Instance"), "administration:status", icon="compass"),
        navigation.Item(_("Messages"), "administration:outbox", icon="mail"),
        navigation.Item(
            _("Organisations"),
            "administration:organisations",
            icon="users",
            within=("administration:organisation",),
        ),
        navigation.Item(_("Programmes"), "coordination:programmes", icon="map"),
    ],
)
navigation.register(
    navigation.EVERYONE,
    [
        navigation.Item(
            _("Administration"),
            "administration:status",
            icon="compass",
            place="account",
            shown=_is_administrator,
        )
    ],
)
