"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.public.welcome import views

urlpatterns: list[URLPattern] = [
    path("reference/<str:token>/", views.reference, name="reference"),
    path("reference/<str:token>/decline/", views.decline, name="reference-decline"),
    path("reference/<str:token>/erase/", views.erase, name="reference-erase"),
    path("interview/<str:token>/", views.interview, name="interview"),
    path("interview/<str:token>/cancel/", views.cancel, name="interview-cancel"),
    path("m/<slug:code>/", views.referral, name="referral"),
]
