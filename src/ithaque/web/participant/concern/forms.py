"""What worries someone, in their words."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.mentoring.models import Pair
from ithaque.people.models import Organisation, Person
from ithaque.safeguarding.enums import ConcernKind


class ConcernForm(forms.Form):
    """A concern: what kind, in one's words, about which pair if any."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=ConcernKind.choices,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("What happened, or what worries you"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=gettext_lazy(
            "In your own words, even a few. You need no proof, and you do not have to look into it yourself."
        ),
    )
    about = forms.ChoiceField(
        label=gettext_lazy("Is it about a pair, a circle or a team?"), required=False
    )
    organisation = forms.ChoiceField(label=gettext_lazy("Which organisation should read it?"))
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        person: Person,
        pairs: Iterable[Pair],
        organisations: Iterable[Organisation],
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"submission": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.pairs = {str(pair.public_id): pair for pair in pairs}
        self.organisations = {str(each.public_id): each for each in organisations}
        _choose(self.fields["about"], [("", _("No, something else")), *self._pair_choices(person)])
        _choose(
            self.fields["organisation"],
            [(key, each.name) for key, each in self.organisations.items()],
        )
        if not self.pairs:
            del self.fields["about"]
        if len(self.organisations) == 1:
            del self.fields["organisation"]

    @property
    def pair(self) -> Pair | None:
        """Return the pair chosen, if any."""
        return self.pairs.get(self.cleaned_data.get("about", ""))

    @property
    def reader(self) -> Organisation:
        """Return the organisation whose lead reads: the pair's, else the one chosen, else the only one."""
        if self.pair is not None:
            return self.pair.cohort.programme.organisation
        chosen = self.cleaned_data.get("organisation", "")
        return self.organisations.get(chosen) or next(iter(self.organisations.values()))

    def _pair_choices(self, person: Person) -> list[tuple[str, str]]:
        return [
            (key, _("With {name}, {programme}").format(
                name=pair.other(person).get_full_name(), programme=pair.cohort.programme.title
            ))
            for key, pair in self.pairs.items()
        ]  # fmt: skip


def _choose(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
