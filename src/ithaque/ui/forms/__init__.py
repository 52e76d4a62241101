"""Forms in the product's look: a renderer for every Django form, and the widgets Django does not have."""

from ithaque.ui.forms.answers import (
    LanguageLevelsField,
    LanguageLevelsInput,
    MatrixField,
    MatrixInput,
    NumberInput,
    PlaceField,
    PlaceInput,
)
from ithaque.ui.forms.fields import (
    AvailabilityField,
    LanguagesField,
    PulseField,
    RankedField,
    ScaleField,
    SkillsField,
)
from ithaque.ui.forms.renderer import BoundField, Renderer
from ithaque.ui.forms.widgets import (
    AvailabilityGrid,
    CodeInput,
    DateInput,
    DateTimeInput,
    FileInput,
    LanguagesInput,
    PasswordInput,
    PulseInput,
    RankedInput,
    ScaleInput,
    SkillsInput,
    TimeInput,
)

__all__ = [
    "AvailabilityField",
    "AvailabilityGrid",
    "BoundField",
    "CodeInput",
    "DateInput",
    "DateTimeInput",
    "FileInput",
    "LanguageLevelsField",
    "LanguageLevelsInput",
    "LanguagesField",
    "LanguagesInput",
    "MatrixField",
    "MatrixInput",
    "NumberInput",
    "PasswordInput",
    "PlaceField",
    "PlaceInput",
    "PulseField",
    "PulseInput",
    "RankedField",
    "RankedInput",
    "Renderer",
    "ScaleField",
    "ScaleInput",
    "SkillsField",
    "SkillsInput",
    "TimeInput",
]
