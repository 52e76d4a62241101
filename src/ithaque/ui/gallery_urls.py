"""Address of the gallery of components, served in development only."""

from django.urls import path

from ithaque.ui import gallery

app_name = "gallery"
urlpatterns = [
    path("", gallery.components, name="components"),
    path("home/", gallery.home, name="home"),
    path("public/", gallery.public, name="public"),
    path("skills.json", gallery.skills, name="skills"),
    path("saved/", gallery.saved, name="saved"),
    path("error/<slug:name>/", gallery.error, name="error"),
]
