"""Addresses of these pages."""

from django.urls import path

from ithaque.web.public.skills import views

urlpatterns = [path("skills/search", views.search, name="skill-search")]
