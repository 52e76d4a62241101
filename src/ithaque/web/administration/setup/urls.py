"""Addresses of these pages."""

from django.urls import path

from ithaque.web.administration.setup import views

app_name = "set_up"
urlpatterns = [
    path("", views.code, name="code"),
    path("organisation", views.organisation, name="organisation"),
    path("mail", views.mail, name="mail"),
]
