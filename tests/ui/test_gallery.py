"""Every component, in every state, is a page that could be served; no class and no variable is invented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

UI = Path(__file__).resolve().parents[2] / "src" / "ithaque" / "ui"
TEMPLATES = UI / "templates"
COMPONENTS = sorted((TEMPLATES / "cotton").glob("*.html"))

pytestmark = pytest.mark.urls("tests.ui.gallery_site")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("query", ["", "?theme=light", "?theme=dark", "?sort=-name&page=2"])
def test_gallery_is_a_page_that_could_be_served(client, language: str, query: str) -> None:
    answer = client.get(f"/gallery/{query}", headers={"accept-language": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("name", ["home", "public"])
def test_composed_pages_could_be_served(client, name: str) -> None:
    assert client.get(f"/gallery/{name}/").status_code == 200


def test_gallery_shows_every_component(client) -> None:
    shown = "".join(
        path.read_text(encoding="utf-8") for path in (TEMPLATES / "ui" / "gallery").glob("*.html")
    )
    used_inside = "".join(path.read_text(encoding="utf-8") for path in COMPONENTS)
    missing = [
        path.stem
        for path in COMPONENTS
        if f"<c-{path.stem.replace('_', '-')}" not in shown + used_inside
    ]
    assert missing == []


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_component_declares_what_it_reads(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    declared_tag = re.search(r"<c-vars(.*?)/>", text, re.DOTALL)
    body = text.replace(declared_tag[0], "") if declared_tag else text
    declared = (
        {name.lstrip(":").replace("-", "_") for name in re.findall(r"([:\w-]+)=", declared_tag[1])}
        if declared_tag
        else set()
    )
    made_inside = {
        name
        for pair in re.findall(r"{% for (\w+)(?:, (\w+))? in|{% with (\w+)=| as (\w+) %}", body)
        for name in pair
    }
    made_inside |= {
        name
        for tag in re.findall(r"{% blocktranslate (.*?)%}", body)
        for name in re.findall(r"(\w+)=", tag)
    }
    made_inside |= set(re.findall(r"count (\w+)=", body))
    read = set(re.findall(r"{{\s*([a-z_]+)", body))
    assert read <= declared | made_inside | {"slot", "attrs", "forloop"}


def _rooms_templates() -> list[Path]:
    return [
        path
        for path in UI.parent.rglob("*.html")
        if "/email" not in str(path) and "mail" not in path.name
    ]


def test_components_used_by_pages_exist() -> None:
    for path in _rooms_templates():
        for name in set(re.findall(r"<c-([a-z][a-z0-9.-]*)", path.read_text(encoding="utf-8"))) - {
            "vars",
            "slot",
        }:
            try:
                get_template(f"cotton/{name.replace('-', '_').replace('.', '/')}.html")
            except TemplateDoesNotExist:
                pytest.fail(f"{path.relative_to(UI.parent)} uses <c-{name}>, which does not exist")


MARK = re.compile(r"{%.*?%}|{{.*?}}")
# Hooks of scripts, of Django or of tests, which no style needs.
UNSTYLED = {"ts", "htmx-indicator"}


def test_classes_of_templates_are_defined_by_the_theme() -> None:
    sheet = (UI / "static" / "ui" / "theme.css").read_text(encoding="utf-8")
    defined = set(re.findall(r"\.([A-Za-z_][\w-]*)", sheet)) | UNSTYLED
    unknown = {
        (path.name, name)
        for path in TEMPLATES.rglob("*.html")
        for names in re.findall(
            r'\bclass="([^"]*)"', MARK.sub("§", path.read_text(encoding="utf-8"))
        )
        for name in names.split()
        if "§" not in name and name not in defined
    }
    assert not unknown
