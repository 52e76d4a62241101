"""A part of a programme's settings: a form that reads itself from a programme and saves itself."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.bilingual import Bilingual
from ithaque.people.models import Person
from ithaque.programmes import services
from ithaque.programmes.models import Programme
from ithaque.programmes.selectors import settings_of
from ithaque.programmes.settings import ProgrammeSettings

LANGUAGES = (("fr", _("in French")), ("en", _("in English")))


def bilingual_fields(
    name: str, label: Any, *, limit: int, rows: int = 0, required: bool = False, help_text: Any = ""
) -> dict[str, forms.Field]:
    """Return the two fields of a text in both languages."""
    widget: Any = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
    return {
        f"{name}_{code}": forms.CharField(
            label=_("%(label)s, %(language)s") % {"label": label, "language": language},
            max_length=limit,
            required=required,
            widget=widget,
            help_text=help_text,
        )
        for code, language in LANGUAGES
    }


def both(data: dict[str, Any], name: str) -> Bilingual:
    """Return the text typed in both languages."""
    return Bilingual(fr=data[f"{name}_fr"], en=data[f"{name}_en"])


class PartForm(forms.Form):
    """A part of the settings: reads itself from a programme, saves itself by a service."""

    title: ClassVar[Any] = ""
    lede: Any = ""

    def __init__(self, programme: Programme, data: Any = None) -> None:
        self.programme = programme
        self.settings = settings_of(programme)
        super().__init__(data, initial=self.read(self.settings))

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields two by two, French and English, when the part has nothing else."""
        names = list(self.fields)
        if not all(name.endswith(("_fr", "_en")) for name in names):
            return []
        return [(self[name], self[f"{name[:-3]}_en"]) for name in names if name.endswith("_fr")]

    def read(self, settings: ProgrammeSettings) -> dict[str, Any]:
        """Return the present values, by field."""
        return {name: getattr(settings, name) for name in self.base_fields}

    def changes(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the settings to change, by path."""
        return data

    def save(self, by: Person) -> None:
        """Change the programme; raises Refusal."""
        services.change_settings(
            programme=self.programme, changes=self.changes(self.cleaned_data), by=by
        )
