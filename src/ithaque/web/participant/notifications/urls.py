"""Addresses of these pages."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.participant.notifications import devices, mobiles, views

urlpatterns: list[URLPattern] = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/choose/", views.choose, name="notifications-choose"),
    path("notifications/devices/add/", devices.add, name="device-add"),
    path("notifications/devices/<uuid:device_id>/remove/", devices.remove, name="device-remove"),
    path("notifications/mobile/ask/", mobiles.ask, name="mobile-ask"),
    path("notifications/mobile/confirm/", mobiles.check, name="mobile-confirm"),
    path("notifications/mobile/remove/", mobiles.remove, name="mobile-remove"),
    path("sms/<slug:key>/", mobiles.stop, name="sms-stop"),
    path("notifications/address/try/", devices.address_try, name="address-try"),
    path("notifications/address/<str:token>/", devices.address_confirm, name="address-confirm"),
    path("notifications/stop/<str:family>/<str:token>/", views.stop, name="notifications-stop"),
]

navigation.register(
    navigation.EVERYONE,
    [
        navigation.Item(
            _("Notifications"),
            "participant:notifications",
            icon="bell",
            place="account",
            within=("participant:notifications",),
        )
    ],
)
