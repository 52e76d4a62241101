"""Forms come out in the product's look, and the product's fields read what people send, with or without a script."""

from __future__ import annotations

import json

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template.loader import render_to_string
from lxml import html

from ithaque.ui import forms as ui

URL = "/skills.json"


class Sample(forms.Form):
    name = forms.CharField(label="Prénom", help_text="Celui que l’on dira.")
    note = forms.CharField(widget=forms.Textarea, required=False)
    rhythm = forms.ChoiceField(choices=[("1", "Un"), ("2", "Deux")])
    place = forms.ChoiceField(choices=[("here", "Ici"), ("away", "Loin")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="J’accepte")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def parsed(form: forms.Form) -> html.HtmlElement:
    return html.fromstring(f"<form>{form}</form>")


def one(page: html.HtmlElement, xpath: str) -> html.HtmlElement:
    found = page.xpath(xpath)
    assert len(found) == 1, xpath
    return found[0]


def test_fields_have_a_label_their_class_and_their_help() -> None:
    page = parsed(Sample())
    field = one(page, "//input[@name='name']")
    assert field.get("class") == "form-control"
    assert field.get("aria-describedby") == "id_name_helptext"
    assert one(page, "//label[@for='id_name']").text_content().strip() == "Prénom"
    assert one(page, "//*[@id='id_name_helptext']").text == "Celui que l’on dira."
    assert one(page, "//select[@name='rhythm']").get("class") == "form-select"


def test_optional_field_says_so_and_required_one_does_not() -> None:
    page = parsed(Sample())
    assert "facultatif" in one(page, "//label[@for='id_note']").text_content()
    assert "facultatif" not in one(page, "//label[@for='id_name']").text_content()


def test_choices_are_a_fieldset_with_a_legend_and_each_box_its_label() -> None:
    page = parsed(Sample())
    group = one(page, "//fieldset[@id='id_place_group']")
    assert group.find("legend").text_content().strip() == "Place"
    for box in group.xpath(".//input"):
        assert box.get("class") == "form-check-input"
        assert group.xpath(f".//label[@for='{box.get('id')}']")


def test_wrong_field_is_described_by_its_error_and_keeps_what_was_typed() -> None:
    page = parsed(Sample({"name": "", "note": "gardé", "rhythm": "3"}))
    field = one(page, "//input[@name='name']")
    assert "is-invalid" in field.get("class")
    assert field.get("aria-invalid") == "true"
    assert "id_name_error" in field.get("aria-describedby")
    assert "obligatoire" in one(page, "//*[@id='id_name_error']").text_content()
    assert page.xpath("//textarea")[0].text.strip() == "gardé"


@pytest.mark.urls("tests.ui.gallery_site")
def test_component_form_summarises_errors_with_links_to_fields(rf) -> None:
    page = html.fromstring(
        render_to_string(
            "ui/gallery/forms.html", {"form": Sample(), "wrong": _wrong(), "p": "x"}, rf.get("/")
        )
    )
    summary = one(page, "//div[contains(@class, 'error-summary')]")
    assert summary.get("tabindex") == "-1"
    ids = {element.get("id") for element in page.iter() if element.get("id")}
    targets = [link.get("href")[1:] for link in summary.xpath(".//a")]
    assert targets
    assert set(targets) <= ids


def _wrong() -> forms.Form:
    from ithaque.ui.gallery import SampleForm

    return SampleForm({"w-first_name": "Inès"}, prefix="w")


# -- skills --------------------------------------------------------------------------------------


def skills(value: object, **options: object) -> list[dict[str, object]]:
    return ui.SkillsField(data_url=URL, **options).clean(value)  # type: ignore[arg-type]


def test_skills_typed_as_words_are_read_once_each_in_order() -> None:
    assert skills(" R,  SQL avancé , r ,") == [
        {"id": None, "label": "R", "level": 2},
        {"id": None, "label": "SQL avancé", "level": 2},
    ]


def test_skills_chosen_in_the_picker_keep_id_and_level() -> None:
    sent = json.dumps(
        [{"id": "esco:1", "label": "SQL", "level": 3}, {"id": None, "label": "R", "level": 9}]
    )
    assert skills(sent) == [
        {"id": "esco:1", "label": "SQL", "level": 3},
        {"id": None, "label": "R", "level": 2},
    ]


@pytest.mark.parametrize("value", ["[", '["a"]', '{"a": 1', "[1, 2]", "[null]"])
def test_unreadable_skills_are_refused_in_words(value: str) -> None:
    if not value.startswith("["):
        assert skills(value)[0]["label"]
        return
    with pytest.raises(ValidationError, match="virgules"):
        skills(value)


def test_too_many_and_too_long_skills_are_refused() -> None:
    with pytest.raises(ValidationError, match="Gardez 2 compétences"):
        skills("a, b, c", limit=2)
    with pytest.raises(ValidationError, match="trop long"):
        skills("x" * 10_000)


def test_required_skills_are_required() -> None:
    with pytest.raises(ValidationError, match="obligatoire"):
        skills(" , ")


def test_skills_are_shown_again_as_sent_after_an_error() -> None:
    form = _form(ui.SkillsField(data_url=URL), name=forms.CharField())(
        {"value": '[{"id": "1", "label": "SQL", "level": 3}]'}
    )
    assert not form.is_valid()
    picker = one(parsed(form), "//ith-skills")
    assert json.loads(picker.get("data-chosen")) == [{"id": "1", "label": "SQL", "level": 3}]
    assert one(picker, ".//input").get("value") == "SQL"


# -- the others ----------------------------------------------------------------------------------


def _form(field: forms.Field, **others: forms.Field) -> type[forms.Form]:
    return type("Made", (forms.Form,), {"value": field, **others})


NEEDS = [("stage", "Stage"), ("cv", "CV"), ("network", "Réseau")]


def test_ranks_give_keys_in_order_and_empty_ones_are_left() -> None:
    form = _form(ui.RankedField(choices=NEEDS))(
        {"value-stage": "2", "value-cv": "1", "value-network": ""}
    )
    assert form.is_valid()
    assert form.cleaned_data["value"] == ["cv", "stage"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"value-stage": "1", "value-cv": "1"}, "numéro 1"),
        ({"value-stage": "x"}, "numéro devant chaque choix"),
        ({"value-stage": "9"}, "numéro devant chaque choix"),
        ({}, "obligatoire"),
        ({"value-stage": "1", "value-cv": "2", "value-network": "3"}, "Gardez 2 choix"),
    ],
)
def test_wrong_ranks_are_refused_and_shown_again(sent: dict[str, str], words: str) -> None:
    form = _form(ui.RankedField(choices=NEEDS, limit=2))(sent)
    assert words in str(form.errors["value"])
    shown = {box.get("name"): box.get("value") or "" for box in parsed(form).xpath("//ol//input")}
    assert all(shown[name] == value for name, value in sent.items())


def test_week_gives_slots_in_order_and_refuses_unknown_ones() -> None:
    made = _form(ui.AvailabilityField(hours=[9, 18], required=False))
    form = made(QueryDict("value=tue-9&value=mon-18"))
    assert form.is_valid()
    assert form.cleaned_data["value"] == ["mon-18", "tue-9"]
    assert made(QueryDict("")).is_valid()
    assert "existe pas" in str(made(QueryDict("value=mon-3")).errors["value"])


def test_week_has_row_and_column_headers_and_each_box_a_name() -> None:
    page = parsed(_form(ui.AvailabilityField(hours=[9, 18]))({"value": ["mon-18"]}))
    assert len(page.xpath("//th[@scope='col']")) == 7
    assert len(page.xpath("//th[@scope='row']")) == 2
    ticked = one(page, "//input[@checked]")
    assert ticked.get("value") == "mon-18"
    assert ticked.get("aria-label") == "lundi 18\u00a0h"


def test_scale_gives_a_number_between_two_sentences() -> None:
    made = _form(ui.ScaleField(left="Guidé", right="Libre"))
    form = made({"value": "4"})
    assert form.is_valid()
    assert form.cleaned_data["value"] == 4
    assert not made({"value": "6"}).is_valid()
    labels = [
        label.text_content().strip() for label in parsed(form).xpath("//label[@class='point']")
    ]
    assert labels == ["1, Guidé", "2", "3", "4", "5, Libre"]


QUESTIONS = [("a", "Avancer"), ("b", "Écouter")]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "obligatoire"),
        ({"value-a": "3"}, "manque une réponse"),
        ({"value-a": "3", "value-b": "7"}, "de 1 à 5"),
    ],
)
def test_half_a_pulse_is_refused(sent: dict[str, str], words: str) -> None:
    assert words in str(_form(ui.PulseField(questions=QUESTIONS))(sent).errors["value"])


def test_pulse_gives_one_number_per_question() -> None:
    form = _form(ui.PulseField(questions=QUESTIONS))({"value-a": "3", "value-b": "5"})
    assert form.is_valid()
    assert form.cleaned_data["value"] == {"a": 3, "b": 5}


def test_languages_are_boxes_then_words() -> None:
    made = _form(ui.LanguagesField(choices=[("fr", "français"), ("en", "anglais")]))
    form = made(QueryDict("value=fr&value-other=breton, gallo,"))
    assert form.is_valid()
    assert form.cleaned_data["value"] == ["fr", "breton", "gallo"]
    assert one(parsed(form), "//input[@name='value-other']").get("value") == "breton, gallo"


def test_native_widgets_ask_the_browser_for_help() -> None:
    fields = {
        "day": forms.DateField(widget=ui.DateInput()),
        "at": forms.TimeField(widget=ui.TimeInput()),
        "when": forms.DateTimeField(widget=ui.DateTimeInput()),
        "code": forms.CharField(widget=ui.CodeInput()),
    }
    page = parsed(type("Made", (forms.Form,), fields)())
    kinds = {box.get("name"): box.get("type") for box in page.xpath("//input")}
    assert kinds == {"day": "date", "at": "time", "when": "datetime-local", "code": "text"}
    assert one(page, "//input[@name='code']").get("autocomplete") == "one-time-code"
