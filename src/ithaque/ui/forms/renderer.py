"""`{{ form }}`, `{{ form.field.as_field_group }}` and every widget, rendered in the visual language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from ithaque.ui.forms.widgets import SkillsInput

CONTROL, SELECT, CHECK = "form-control", "form-select", "form-check-input"
# The first class that fits gives the CSS class of the control.
CLASSES: tuple[tuple[tuple[type[forms.Widget], ...], str], ...] = (
    ((forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect), CHECK),
    ((forms.Select, forms.SelectMultiple), SELECT),
    ((forms.MultiWidget,), ""),
    ((forms.widgets.Input, forms.Textarea, SkillsInput), CONTROL),
)


def control_class(widget: forms.Widget) -> str:
    """Return the CSS class of a widget's control, empty for composed widgets."""
    if widget.is_hidden or getattr(widget, "composed", False):
        return ""
    return next((name for kinds, name in CLASSES if isinstance(widget, kinds)), "")


class BoundField(forms.BoundField):
    """A field that knows how it looks: class of its control, kind of its layout."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """Add our classes to the attributes Django already gives (required, aria-invalid, aria-describedby)."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        names = [widget.attrs.get("class", ""), control_class(widget)]
        if widget.attrs.get("autocomplete") == "one-time-code" and "code-input" not in names[0]:
            names.append("code-input")
        if self.errors and not widget.is_hidden:
            names.append("is-invalid")
        if self._placeholder_repeats_the_label(widget):
            attrs["placeholder"] = False
        if joined := " ".join(name for name in names if name):
            attrs["class"] = joined
        return attrs

    def _placeholder_repeats_the_label(self, widget: forms.Widget) -> bool:
        placeholder = str(widget.attrs.get("placeholder") or "").casefold()
        return bool(placeholder) and str(self.label).casefold() in placeholder

    @property
    def error_id(self) -> str:
        """Return the id of the element that lists the errors."""
        return f"{self.auto_id}_error"

    @property
    def help_id(self) -> str:
        """Return the id of the element that holds the help."""
        return f"{self.auto_id}_helptext"

    @property
    def is_check(self) -> bool:
        """Tell whether the label follows a single box."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_group(self) -> bool:
        """Tell whether the field is a set of controls, to be named by a legend."""
        return bool(self.use_fieldset)

    @property
    def focus_id(self) -> str:
        """Return the id to which the error summary leads."""
        return self.id_for_label or f"{self.auto_id}_group"


class Renderer(TemplatesSetting):
    """Every form of the product, allauth's included."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "ui/forms/formset.html"
    bound_field_class = BoundField
