"""Who the demo's people are: a field they know or aim at, and answers to any form of the product.

The answers are drawn question by question from the form's own schema, so that a form changed in a
template is answered too.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ithaque.kernel import clock
from ithaque.people import skills
from ithaque.questionnaires.enums import QuestionType
from ithaque.questionnaires.schema import FormSchema, Question

TOWNS = {
    "Rennes": (48.11, -1.68),
    "Saint-Jacques-de-la-Lande": (48.07, -1.72),
    "Cesson-Sévigné": (48.12, -1.6),
    "Bruz": (48.02, -1.75),
    "Vitré": (48.12, -1.21),
    "Fougères": (48.35, -1.2),
    "Betton": (48.18, -1.64),
}
"""Towns of the demo, each with its latitude and longitude in degrees."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat")
HOURS = {
    "mon": (12, 17, 18, 19),
    "tue": (12, 18, 19),
    "wed": (14, 15, 17, 18),
    "thu": (12, 17, 18, 19),
    "fri": (12, 17, 18),
    "sat": (10, 11, 14),
}


@dataclass(frozen=True)
class Field:
    """A field of work: what is asked and shared there, jobs lived, and words of both sides."""

    wants: tuple[str, ...]
    shares: tuple[str, ...]
    jobs: tuple[str, ...]
    hope: str
    gift: str


EVERYONE_WANTS = (
    "prise de parole",
    "entretien d'embauche",
    "faire preuve de confiance",
    "gestion du temps",
    "développer un réseau",
    "rédiger un CV",
)
FIELDS: tuple[Field, ...] = (
    Field(
        ("analyse de données", "statistiques", "anglais"),
        (
            "analyse de données",
            "statistiques",
            "Python",
            "gestion de projets",
            "s'adresser à un auditoire",
        ),
        ("data analyst", "ingénieur qualité"),
        "Trouver un stage en données de santé et oser raconter mon parcours.",
        "J’ai changé de voie à trente ans : je peux montrer que le chemin n’est pas droit.",
    ),
    Field(
        ("comptabilité", "gestion de projets"),
        ("comptabilité", "négociation", "gestion du temps", "travailler en équipe"),
        ("comptable", "chef de projet"),
        "Décrocher une alternance en BTS comptabilité à Rennes.",
        "On m’a ouvert une porte à vingt ans ; j’ai envie d’en tenir une à mon tour.",
    ),
    Field(
        ("pédagogie", "travailler en équipe"),
        ("pédagogie", "s'adresser à un auditoire", "communication", "gérer une équipe"),
        ("enseignant", "éducateur de jeunes enfants"),
        "Savoir si le métier d’enseignante est fait pour moi.",
        "Vingt ans de classe, et toujours le goût des premières fois.",
    ),
    Field(
        ("programmation web", "anglais"),
        ("programmation web", "cybersécurité", "programmation informatique", "gestion de projets"),
        ("développeur web", "chef de projet"),
        "Comprendre comment on entre dans une équipe de développement.",
        "J’encadre de jeunes développeurs ; expliquer me fait progresser.",
    ),
    Field(
        ("gestion de la relation client", "négociation"),
        (
            "gestion de la relation client",
            "négociation",
            "gérer une équipe",
            "développer un réseau",
        ),
        ("vendeur en magasin", "responsable des ressources humaines"),
        "Passer de la vente à un poste d’accueil avec plus de responsabilités.",
        "Je recrute : je connais ce qui accroche dans une candidature.",
    ),
    Field(
        ("menuiserie", "dessin industriel"),
        ("menuiserie", "dessin industriel", "négociation", "gestion du temps"),
        ("menuisier", "électricien"),
        "Trouver un patron pour mon CAP, et tenir le rythme.",
        "Artisan depuis quinze ans, j’ai formé six apprentis.",
    ),
    Field(
        ("conception graphique", "gestion des réseaux sociaux"),
        (
            "conception graphique",
            "gestion des réseaux sociaux",
            "communication",
            "gestion de projets",
        ),
        ("graphiste", "journaliste"),
        "Construire un portfolio et demander un premier stage.",
        "Indépendante, je sais ce que coûte un premier client.",
    ),
    Field(
        ("logistique", "gestion du temps"),
        (
            "logistique",
            "gérer une équipe",
            "travailler en équipe",
            "gestion des ressources humaines",
        ),
        ("responsable logistique", "chef de projet"),
        "Évoluer dans l’entrepôt, et passer un entretien sans bafouiller.",
        "J’ai commencé cariste ; aujourd’hui je dirige un site.",
    ),
    Field(
        ("droit du travail", "s'adresser à un auditoire"),
        ("droit du travail", "négociation", "gestion des ressources humaines", "communication"),
        ("juriste", "responsable des ressources humaines"),
        "Choisir un master et comprendre les métiers du droit.",
        "Première de ma famille à faire du droit : je connais les codes qu’on ne dit pas.",
    ),
)


@dataclass(frozen=True)
class Profile:
    """One person of the world, enough to answer any question."""

    side: str
    field: Field
    rng: random.Random
    minor: bool = False
    easy: bool = False
    """Free every evening, near or far: the cast must be able to meet."""
    only: tuple[str, ...] = ()
    """Free at these hours alone, e.g. ("sat-8",): someone hard to place."""

    def answers(self, schema: FormSchema) -> dict[str, Any]:
        """Return answers to every question of a form, a few optional ones left aside."""
        return dict(self._answered(schema))

    def _answered(self, schema: FormSchema) -> Iterator[tuple[str, Any]]:
        for question in schema.questions():
            if question.field == "excluded" or (not question.required and self.rng.random() < 0.1):
                continue
            answer = self._answer(question)
            if answer not in (None, [], ""):
                yield question.key, answer

    def _answer(self, question: Question) -> Any:
        return {
            QuestionType.SKILLS: self._skills,
            QuestionType.TEXT: self._text,
            QuestionType.CHOICE: self._choice,
            QuestionType.SEVERAL: self._several,
            QuestionType.SCALE: lambda q: self.rng.choice((1, 2, 2, 3, 3, 4, 4, 5)),
            QuestionType.NUMBER: self._number,
            QuestionType.DATE: self._date,
            QuestionType.AVAILABILITY: self._slots,
            QuestionType.LANGUAGES: self._languages,
            QuestionType.RANKED: self._several,
            QuestionType.MATRIX: lambda q: {
                row.value: self.rng.choice(q.columns).value for row in q.rows
            },
            QuestionType.FILE: lambda q: None,
            QuestionType.STYLE: lambda q: {
                item.key: self.rng.choice((1, 2, 2, 3, 3, 4, 4, 5)) for item in q.items
            },
            QuestionType.PLACE: self._place,
        }[question.type](question)

    def _languages(self, question: Question) -> list[str] | dict[str, int]:
        spoken = ["fr", *(["en"] if self.rng.random() < 0.4 else [])]
        if not question.levels:
            return spoken
        return {language: 4 if language == "fr" else self.rng.choice((2, 3)) for language in spoken}

    def _place(self, question: Question) -> str | dict[str, Any]:
        town = self.rng.choice(tuple(TOWNS))
        if not question.radius:
            return town
        return {"town": town, "radius": self.rng.choice((10, 15, 20, 30)), "at": list(TOWNS[town])}

    def _skills(self, question: Question) -> list[dict[str, Any]]:
        kinds = ("occupation",) if question.field == "path" else ("skill",)
        if question.field == "path":
            names = list(self.field.jobs)
        elif self.side == "mentor":
            names = [*self.field.shares, *self.rng.sample(EVERYONE_WANTS, 2)]
        else:
            names = [*self.field.wants, *self.rng.sample(EVERYONE_WANTS, 2)]
            self.rng.shuffle(names)
        names = list(dict.fromkeys(names))[: question.limit or 5]
        return [self._skill(name, kinds, levels=question.levels) for name in names]

    def _skill(self, name: str, kinds: tuple[str, ...], *, levels: bool) -> dict[str, Any]:
        known = skills.resolve(name, kinds=kinds)
        level = self.rng.choice((2, 3, 3)) if levels else None
        return {
            "id": known.id if known else None,
            "label": known.label if known else name,
            "level": level,
        }

    def _text(self, question: Question) -> str | None:
        if question.field == "text":
            return self.field.gift if self.side == "mentor" else self.field.hope
        if question.field == "organisation":
            return self.rng.choice(
                ("CHU de Rennes", "Ouest Métal", "Lycée Bréquigny", "Keolis", "Indépendant")
            )
        return self.field.wants[0] if question.required else None

    def _choice(self, question: Question) -> str:
        return self.rng.choice(question.options).value

    def _several(self, question: Question) -> list[str]:
        values = [option.value for option in question.options]
        if question.field == "modality":
            return values if self.easy or self.rng.random() < 0.7 else values[:1]
        count = min(len(values), question.limit or 4, self.rng.randint(2, 4))
        return self.rng.sample(values, count)

    def _number(self, question: Question) -> int:
        low, high = question.minimum or 1, question.maximum or 12
        if question.field == "capacity":
            return min(high, self.rng.choice((1, 1, 2)))
        middle = 6 if high >= 6 and "month" in question.key else 2
        return max(low, min(high, middle + self.rng.choice((-1, 0, 0, 1))))

    def _date(self, question: Question) -> str:
        if question.field != "born_on":
            return (clock.today() + timedelta(days=7 * self.rng.randint(2, 12))).isoformat()
        return self.born_on().isoformat()

    def born_on(self) -> date:
        """Return a birth date: a minor of 16 or 17, a young adult, or a working adult."""
        years = (
            16
            if self.minor
            else (self.rng.randint(18, 24) if self.side == "mentee" else self.rng.randint(28, 62))
        )
        return clock.today() - timedelta(days=round(years * 365.25) + self.rng.randint(30, 300))

    def _slots(self, question: Question) -> list[str]:
        if self.only:
            return list(self.only)
        if self.easy:
            return sorted(f"{day}-{hour}" for day in DAYS[:5] for hour in (17, 18))
        days = self.rng.sample(DAYS, 4)
        return sorted(f"{day}-{hour}" for day in days for hour in self.rng.sample(HOURS[day], 2))
