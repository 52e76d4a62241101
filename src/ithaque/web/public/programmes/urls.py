"""Addresses of these pages."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.public.programmes import views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("p/<slug:slug>/", views.programme, name="programme"),
    path("i/<slug:side>/<str:token>/", views.invitation, name="invitation"),
    path("g/<str:token>/", views.guardian, name="guardian"),
]

navigation.register(
    "public",
    [
        navigation.Item(
            _("Programmes"), "public:home", icon="sailboat", within=("public:programme",)
        ),
        navigation.Item(
            _("Sign in"),
            "account_login",
            icon="log-in",
            place="tool",
            shown=lambda request: not request.user.is_authenticated,
        ),
    ],
)
