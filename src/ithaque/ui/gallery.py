"""The gallery: every component in every state, in both themes, from samples and never from the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import lazy

from ithaque.kernel.access import PUBLIC, opens
from ithaque.kernel.bilingual import pick
from ithaque.ui import forms as ui
from ithaque.ui import navigation, views

SECTIONS = ("actions", "forms", "widgets", "states", "people", "path", "work", "lists", "pages")
PARIS = ZoneInfo("Europe/Paris")
ERRORS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "400": views.bad_request,
    "403": views.permission_denied,
    "404": views.page_not_found,
    "csrf": views.csrf_failure,
    "429": lambda request: views.too_many_requests(request, retry_after=300),
    "500": views.server_error,
    "503": views.unavailable,
}
SKILLS = [
    ("R", "fr"), ("SQL", "fr"), ("Python", "en"), ("Analyse de données", "fr"), ("Data analysis", "en"),
    ("Conduite de réunion", "fr"), ("Prise de parole en public", "fr"), ("Gestion de projet", "fr"),
]  # fmt: skip

pair = lazy(pick, str)
navigation.register(
    "gallery",
    [
        navigation.Item(pair("Composants", "Components"), "gallery:components", "layers"),
        navigation.Item(pair("Accueil", "Home"), "gallery:home", "house"),
        navigation.Item(pair("Page publique", "Public page"), "gallery:public", "globe"),
        navigation.Item(pair("Une inquiétude ?", "A worry?"), "gallery:home", "life-buoy", "tool"),
        navigation.Item(
            "Notifications", "gallery:home", "bell", "tool", icon_only=True, count=lambda request: 2
        ),
        navigation.Item(
            pair("Vos données et vos droits", "Your data and your rights"),
            "gallery:home",
            place="footer",
        ),
    ],
)


class SampleForm(forms.Form):
    """One field of each usual kind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        says = {
            "first_name": pick("Prénom", "First name"),
            "email": pick("Adresse électronique", "E-mail address"),
            "phone": pick("Téléphone", "Telephone"),
            "rhythm": pick("Rythme souhaité", "Rhythm wished for"),
            "about": pick("Ce que vous cherchez", "What you are looking for"),
            "day": pick("Date de naissance", "Date of birth"),
            "password": pick("Mot de passe", "Password"),
            "code": pick("Code reçu par courriel", "Code received by e-mail"),
            "cv": pick("Votre CV", "Your CV"),
            "place": pick("Où vous voir", "Where to meet"),
            "reminder": pick("Recevoir un rappel par SMS", "Get a text message as a reminder"),
        }
        for name, label in says.items():
            self.fields[name].label = label
        self.fields["first_name"].help_text = pick(
            "Celui que votre mentor utilisera.", "The one your mentor will use."
        )
        self.fields["rhythm"].choices = [  # type: ignore[attr-defined]
            ("2", pick("Tous les quinze jours", "Every two weeks")),
            ("4", pick("Une fois par mois", "Once a month")),
        ]
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            ("here", pick("En vrai", "In person")),
            ("away", pick("En visio", "By video")),
        ]

    first_name = forms.CharField()
    email = forms.EmailField()
    phone = forms.RegexField(r"^\d{10}$", required=False)
    rhythm = forms.ChoiceField()
    about = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    day = forms.DateField(widget=ui.DateInput(), required=False)
    password = forms.CharField(widget=ui.PasswordInput(attrs={"autocomplete": "new-password"}))
    code = forms.CharField(widget=ui.CodeInput())
    cv = forms.FileField(
        widget=ui.FileInput(accept=".pdf,.docx", max_bytes=5_000_000), required=False
    )
    place = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    reminder = forms.BooleanField(required=False)


def _widgets_form(prefix: str, language: str) -> forms.Form:
    french = language == "fr"
    needs = [
        ("stage", "Trouver un stage" if french else "Find an internship"),
        ("cv", "Améliorer mon CV" if french else "Improve my CV"),
        ("network", "Élargir mon réseau" if french else "Widen my network"),
        ("confidence", "Prendre confiance" if french else "Gain confidence"),
    ]
    questions = [
        (
            "forward",
            "Nous avons avancé sur ce qui compte pour moi."
            if french
            else "We moved forward on what matters to me.",
        ),
        ("heard", "Je me sens écouté·e." if french else "I feel listened to."),
        ("again", "Je veux continuer." if french else "I want to go on."),
    ]
    languages = (
        [("fr", "français"), ("en", "anglais"), ("ar", "arabe")]
        if french
        else [("fr", "French"), ("en", "English")]
    )
    fields: dict[str, forms.Field] = {
        "skills": ui.SkillsField(data_url=str(reverse_lazy("gallery:skills")), label=pick("Vos compétences", "Your skills")),
        "needs": ui.RankedField(choices=needs, limit=3, label=pick("Vos besoins, dans l’ordre", "Your needs, in order")),
        "week": ui.AvailabilityField(hours=range(9, 21), label=pick("Vos heures libres", "Your free hours"), required=False),
        "style": ui.ScaleField(
            left=pick("J’aime être guidé·e pas à pas", "I like to be guided step by step"),
            right=pick("J’aime chercher par moi-même", "I like to find out by myself"),
            label=pick("Votre façon de travailler", "Your way of working"),
        ),
        "languages": ui.LanguagesField(choices=languages, label=pick("Langues parlées", "Languages spoken"), required=False),
        "pulse": ui.PulseField(questions=questions, label=pick("Votre mentorat, en ce moment", "Your mentoring, these days")),
    }  # fmt: skip
    initial = {
        "skills": [{"id": "1", "label": "R", "level": 2}, {"id": None, "label": "SQL", "level": 1}],
        "needs": ["cv", "stage"],
        "week": ["mon-18", "tue-18", "sat-10"],
        "style": 2,
        "languages": ["fr", "breton"],
        "pulse": {"heard": 4},
    }
    made = type("WidgetsForm", (forms.Form,), fields)
    form: forms.Form = made(prefix=prefix, initial=initial)
    return form


def _sample_forms(prefix: str) -> dict[str, forms.Form]:
    wrong = {
        f"{prefix}-wrong-{name}": value
        for name, value in {"first_name": "Inès", "phone": "06 12", "rhythm": "2"}.items()
    }
    return {
        "form": SampleForm(
            prefix=f"{prefix}-form",
            initial={"first_name": "Inès", "reminder": True, "place": ["away"]},
        ),
        "wrong": SampleForm(wrong, prefix=f"{prefix}-wrong"),
        "widgets": _widgets_form(prefix, pick("fr", "en")),
    }


def _path() -> dict[str, Any]:
    return {
        "agenda": [
            {"minutes": 5, "text": pick("Météo du jour : comment arrivez-vous ?", "Weather of the day: how do you arrive?")},
            {"minutes": 25, "text": pick("Votre sujet : l’accroche du CV", "Your topic: the opening of the CV")},
            {"minutes": 65, "text": pick("Une action datée, et la note commune", "A dated action, and the shared note")},
        ],
        "steps": [
            {"title": pick("Faire connaissance", "Getting to know each other"), "note": pick("24 septembre", "24 September"), "state": "done"},
            {"title": pick("Raconter mes forces", "Telling my strengths"), "note": pick("15 octobre", "15 October"), "state": "done"},
            {"title": pick("CV et lettre", "CV and letter"), "note": pick("En cours", "Under way"), "state": "current"},
            {"title": pick("Bilan et suite", "Balance and what next"), "note": pick("Février", "February"), "state": "todo"},
        ],
        "levels": [
            {"level": -2, "text": pick("J’évite le sujet", "I avoid the subject"), "reached": True},
            {"level": -1, "text": pick("J’en parle si on me questionne", "I talk about it when asked"), "current": True},
            {"level": 0, "text": pick("90 secondes", "90 seconds"), "aim": True},
            {"level": 1, "text": pick("Devant un inconnu", "In front of a stranger")},
            {"level": 2, "text": pick("Un atout en entretien", "An asset in an interview")},
        ],
        "past": dt.date(2026, 11, 10),
        "missed": dt.date(2026, 10, 29),
        "today": dt.date(2026, 11, 23),
        "start": dt.datetime(2026, 11, 26, 18, 0, tzinfo=PARIS),
        "end": dt.datetime(2026, 11, 26, 18, 50, tzinfo=PARIS),
    }  # fmt: skip


def _work() -> dict[str, Any]:
    return {
        "funnel": [
            {"label": pick("Inscrits", "Enrolled"), "value": 92, "share": 100, "href": "#content"},
            {"label": pick("Dossier complet", "Complete file"), "value": 78, "share": 85, "href": "#content"},
            {"label": pick("Binômes actifs", "Active pairs"), "value": 46, "share": 50, "colour": "coral"},
        ],
        "shares": [
            {"label": pick("Tout va bien", "All is well"), "value": 42, "kind": "good", "href": "#content"},
            {"label": pick("À regarder", "To look at"), "value": 2, "kind": "watch", "href": "#content"},
            {"label": "Urgent", "value": 2, "kind": "urgent"},
        ],
        "points": [
            {"label": pick(fr, en), "value": value}
            for fr, en, value in (("5 oct.", "5 Oct", 14), ("12 oct.", "12 Oct", 16), ("19 oct.", "19 Oct", 15), ("2 nov.", "2 Nov", 22), ("16 nov.", "16 Nov", 27))
        ],
        "curve": [
            {"at": at, "label": label, "value": value, "note": "Inès"}
            for at, label, value in (
                (dt.datetime(2026, 9, 7, tzinfo=dt.UTC), pick("7 septembre", "7 September"), -2),
                (dt.datetime(2026, 10, 12, tzinfo=dt.UTC), pick("12 octobre", "12 October"), -1),
                (dt.datetime(2026, 11, 23, tzinfo=dt.UTC), pick("23 novembre", "23 November"), 1),
            )
        ],
        "criteria": [
            {"label": pick("Besoins et points forts", "Needs and strengths"), "points": 33, "max": 35},
            {"label": pick("Attentes", "Expectations"), "points": 6, "max": 10},
            {"label": pick("Disponibilités", "Availability"), "points": 6.5, "max": 7},
        ],
        "facts": [
            {"label": pick("Total obtenu", "Total obtained"), "value": "2 241"},
            {"label": pick("Attestations à renouveler", "Certificates to renew"), "value": 3, "href": "#content"},
        ],
        "tabs": [
            {"label": pick("Propositions", "Proposals"), "href": "#content", "count": 28, "current": True},
            {"label": pick("À vérifier", "To check"), "href": "#content", "count": 4},
            {"label": pick("Sans mentor", "Without mentor"), "href": "#content", "count": 0},
        ],
        "tasks": [
            {"title": pick("Lire les inscriptions", "Reading the enrolments"), "state": "done"},
            {"title": pick("Comparer 31 × 40 personnes", "Comparing 31 × 40 people"), "state": "current"},
            {"title": pick("Prouver l’optimum", "Proving the optimum"), "state": "todo"},
        ],
        "page": Paginator(range(95), 20).page(2),
    }  # fmt: skip


@opens(PUBLIC)
def components(request: HttpRequest) -> HttpResponse:
    """Show every component; `?theme=light` or `?theme=dark` keeps one half of the page."""
    wanted = request.GET.get("theme", "")
    halves = [half for half in ("light", "dark") if wanted in ("", half)]
    shared = {
        "path": _path(),
        "work": _work(),
        "sections": [f"ui/gallery/{name}.html" for name in SECTIONS],
        "errors": ERRORS,
    }
    context = {
        **shared,
        "halves": [{"theme": half, "p": half[0], **_sample_forms(half[0])} for half in halves],
    }
    return render(request, "ui/gallery/page.html", context)


@opens(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """Show how a person's page is composed."""
    return render(request, "ui/gallery/home.html", {"path": _path()})


@opens(PUBLIC)
def public(request: HttpRequest) -> HttpResponse:
    """Show how a public page is composed."""
    return render(request, "ui/gallery/public.html", {"path": _path(), "brand": "Cap Insertion"})


@opens(PUBLIC)
def skills(request: HttpRequest) -> HttpResponse:
    """Answer the picker as the real endpoint does."""
    asked = request.GET.get("q", "").casefold()
    found = [(label, lang) for label, lang in SKILLS if asked in label.casefold()]
    return JsonResponse(
        [{"id": label, "label": label, "lang": lang, "kind": "skill"} for label, lang in found],
        safe=False,
    )


@opens(PUBLIC)
def saved(request: HttpRequest) -> HttpResponse:
    """Answer an autosave as the real forms do."""
    return render(request, "ui/gallery/saved.html", {"now": timezone.now()})


@opens(PUBLIC)
def error(request: HttpRequest, name: str) -> HttpResponse:
    """Show one of the error pages."""
    if name not in ERRORS:
        raise Http404
    return ERRORS[name](request)
