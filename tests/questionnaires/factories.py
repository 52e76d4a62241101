"""Forms for tests, written as short as they read."""

from __future__ import annotations

from typing import Any

from ithaque.questionnaires.schema import FormSchema, draft_schema


def words(text: str) -> dict[str, str]:
    """Return a text in both languages."""
    return {"fr": text, "en": f"{text} (en)"}


def options(*values: str) -> list[dict[str, Any]]:
    """Return choices named as their values."""
    return [{"value": value, "label": words(value)} for value in values]


def asked(key: str, type_: str = "text", **more: Any) -> dict[str, Any]:
    """Return a question, with what its type needs."""
    needed: dict[str, Any] = {}
    if type_ in ("choice", "several", "languages", "ranked"):
        needed = {"options": options("a", "b", "c")}
    if type_ == "matrix":
        needed = {"rows": options("r1", "r2"), "columns": options("low", "middle", "high")}
    if type_ == "style":
        needed = {"items": [{"key": "plan", "left": words("g"), "right": words("d")}]}
    return {"key": key, "type": type_, "label": words(key), **needed, **more}


def when(question: str, asks: str = "answered", value: str = "") -> dict[str, Any]:
    """Return a condition."""
    return {"question": question, "asks": asks, "value": value}


def document(*sections: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """Return a form of one step per list of questions; `more` holds conditions by step, `s1=[…]`."""
    return {
        "sections": [
            {
                "key": f"s{number}",
                "title": words(f"Étape {number}"),
                "questions": questions,
                "shown_if": more.get(f"s{number}", []),
            }
            for number, questions in enumerate(sections, start=1)
        ]
    }


def form(*sections: list[dict[str, Any]], **more: Any) -> FormSchema:
    """Return a form ready to be asked."""
    return FormSchema.model_validate(document(*sections, **more))


def draft(*sections: list[dict[str, Any]], **more: Any) -> FormSchema:
    """Return a form being designed."""
    return draft_schema(document(*sections, **more))
