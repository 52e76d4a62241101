"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.coordination.forms import editing, versions, views

ROOT = "programmes/<uuid:programme_id>/forms/"
FORM = f"{ROOT}<slug:side>/"
urlpatterns: list[URLPattern] = [
    path("enrolments/<uuid:enrolment_id>/files/<slug:question>/", versions.file, name="form-file"),
    path(ROOT, views.forms, name="programme-forms"),
    path(FORM, views.design, name="form-design"),
    path(f"{FORM}add/", views.add, name="form-add"),
    path(f"{FORM}act/", views.act, name="form-act"),
    path(f"{FORM}state/", views.state, name="form-state"),
    path(f"{FORM}parts/<slug:key>/", editing.write, name="form-write"),
    path(f"{FORM}parts/<slug:key>/delete/", views.delete, name="form-delete"),
    path(f"{FORM}preview/", versions.preview, name="form-preview"),
    path(f"{FORM}preview/frame/", versions.frame, name="form-frame"),
    path(f"{FORM}publish/", versions.publish, name="form-publish"),
    path(f"{FORM}versions/", versions.versions, name="form-versions"),
    path(f"{FORM}versions/<int:number>/", versions.version, name="form-version"),
    path(f"{FORM}versions/<int:number>/restart/", versions.restart, name="form-restart"),
]
