"""Addresses of these pages."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.participant.account import views

urlpatterns: list[URLPattern] = [
    path("account/", views.account, name="account"),
    path("account/data/", views.data, name="account-data"),
    path("account/erase/", views.erase, name="account-erase"),
]

navigation.register(
    navigation.EVERYONE,
    [
        navigation.Item(
            _("My account"), "participant:account", icon="circle-user", place="account"
        ),
        navigation.Item(
            _("Sign out"), "account_logout", icon="log-out", place="account", post=True
        ),
    ],
)
