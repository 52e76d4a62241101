"""One programme, from its template to its certificates, played by three people at three browsers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import BrowserContext, expect

from tests.journeys.actors import Actor
from tests.journeys.conftest import PHONE
from tests.support.site import Site, links_of

TITLE = "Voile du soir"


ANSWERS: dict[str, dict[str, object]] = {
    "mentee": {
        "born_on": "2005-03-14",
        "situation": "student",
        "place": "Rennes",
        "languages": ["fr"],
        "needs": ["comptabilité", "prise de parole"],
        "path_aimed": ["comptable"],
        "words": "Trouver une alternance.",
        "exp_months": 6,
        "exp_meetings": 2,
        "availability": ["tue-18", "wed-17"],
        "modality": ["remote", "public"],
        "interests": ["music"],
    },
    "mentor": {
        "born_on": "1980-06-02",
        "place": "Rennes",
        "languages": ["fr"],
        "offers": ["comptabilité", "négociation", "prise de parole"],
        "path_lived": ["comptable"],
        "words_mentor": "Rendre ce qu’on m’a donné.",
        "exp_months": 6,
        "exp_meetings": 2,
        "availability": ["tue-18", "thu-18"],
        "modality": ["remote", "public"],
        "interests": ["music"],
        "capacity": 1,
    },
}


PASSING = """
from datetime import timedelta
from django.db.models import F
from ithaque.mentoring.followup.evaluation import evaluate_all
from ithaque.mentoring.models import Meeting, Pair
past = timedelta(days={days})
pair = Pair.objects.get(public_id="{key}")
Pair.objects.filter(pk=pair.pk).update(started_on=F("started_on") - past)
Meeting.objects.filter(pair=pair).update(starts_at=F("starts_at") - past)
evaluate_all()
"""


def test_a_programme_from_announcement_to_certificate(
    site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    loop = Loop(site, visitor)
    loop.open_a_programme()
    loop.enrol()
    loop.validate()
    loop.match()
    loop.accept()
    loop.begin()
    loop.meet()
    loop.follow_up()
    loop.say_goodbye()
    assert [error for actor in loop.actors for error in actor.errors] == []


class Loop:
    """The scenes, in order; what one leaves, the next one finds."""

    template = "blank"

    def __init__(self, site: Site, visitor: Callable[..., BrowserContext]) -> None:
        self.site, self.visitor = site, visitor
        self.stamp = datetime.now().strftime("%H%M%S")
        self.nadia = Actor(site, visitor().new_page())
        self.mentee = Actor(site, visitor(viewport=PHONE).new_page())
        self.mentor = Actor(site, visitor().new_page())
        self.actors = (self.nadia, self.mentee, self.mentor)

    def open_a_programme(self) -> None:
        nadia = self.nadia
        nadia.sign_in("nadia")
        nadia.go("/coordination/programmes/new/")
        nadia.follow(f"main a[href$='/{self.template}/']")
        nadia.page.fill("input[name=title_fr]", TITLE)
        nadia.page.fill("input[name=title_en]", "Evening sail")
        nadia.send("main form:has(input[name=title_fr])")
        nadia.send("main form[action$='/open/']")
        self.programme = nadia.page.url
        self.public = nadia.page.locator("main a[href^='/p/']").first.get_attribute("href") or ""

    def enrol(self) -> None:
        """Both sign up by a code received by mail, from the public page, and fill their form."""
        for actor, side, first, last in (
            (self.mentee, "mentee", "Lou", "Carré"),
            (self.mentor, "mentor", "Ada", "Brel"),
        ):
            actor.go(self.public)
            actor.follow(f"main a[href*='{side}%2F']")
            actor.sign_up(f"{side}-{self.stamp}@ithaque.example", first, last)
            actor.send("main form")
            for _step in range(8):
                if actor.page.url.endswith("/review/"):
                    break
                actor.answer(ANSWERS[side])
                actor.send("main form:has(.form-actions)")
            assert actor.page.url.endswith("/review/"), actor.page.url
            actor.send("main form:has(.form-actions)")
            self.site.mail(to=actor.email, about=TITLE)

    def validate(self) -> None:
        """The coordinator reads, then validates both at once; each is told."""
        nadia = self.nadia
        nadia.go(self.programme)
        nadia.follow("main a[href$='/enrolments/']")
        self.cohort = nadia.page.url.removesuffix("enrolments/")
        for box in nadia.page.locator("main input[name=enrolment]").all():
            box.check()
        nadia.page.select_option("main select[name=action]", "validate")
        nadia.send("main form[action$='/several/']")
        nadia.send("main form:has(input[name=confirmed])")
        for actor in (self.mentee, self.mentor):
            self.site.mail(to=actor.email, about="bienvenue")

    def match(self) -> None:
        """A run over the cohort, its proof, its announcement to both."""
        nadia = self.nadia
        nadia.go(self.cohort + "runs/")
        nadia.send("main form[action$='/ask/']")
        nadia.page.wait_for_selector("main a[href$='/announce/']")
        nadia.look()
        assert nadia.page.locator("main").get_by_text("Optimum prouvé").count()
        assert nadia.page.locator(".match .reasons li").count() >= 2
        run = nadia.page.url.partition("?")[0].removesuffix("progress/")
        nadia.go(run + "proof/")
        nadia.go(run + "announce/")
        nadia.send("main form:has(button[name=what])")
        nadia.send("main form[action$='/hasten/']")

    def accept(self) -> None:
        """The mentee by the link of the mail, the mentor in the product; their pair opens."""
        visitor = Actor(self.site, self.visitor(viewport=PHONE).new_page(), email=self.mentee.email)
        visitor.go(visitor.link("accompagner"))
        visitor.send("main form:has(input[value=yes])")
        self.mentor.go("/me/")
        self.mentor.follow("main a[href*='/proposals/']")
        self.mentor.send("main form:has(input[value=yes])")
        self.mentor.go("/me/pairs/")
        self.pair = self.mentor.page.url
        assert "/pairs/" in self.pair
        for actor in (self.mentee, self.mentor):
            self.site.mail(to=actor.email, about="espace")

    def begin(self) -> None:
        """Both sign the agreement; a goal is written with its levels, an action taken."""
        for actor in (self.mentee, self.mentor):
            actor.go(self.pair + "agreement/")
            actor.page.fill(
                "main form input[name=name]", "Lou Carré" if actor is self.mentee else "Ada Brel"
            )
            actor.page.check("main form input[name=agreed]")
            actor.send("main form:has(input[name=name])")
        self.site.mail(to=self.mentee.email, about="signée")
        mentee = self.mentee
        mentee.go(self.pair + "goals/new/")
        mentee.page.fill("input[name=title]", "Trouver une alternance")
        for level, words in enumerate(
            ("rien", "trois lettres", "dix lettres", "un entretien", "un contrat")
        ):
            mentee.page.fill(f"input[name=level_{level}]", words)
        mentee.send("main form:has(input[name=title])")
        mentee.go(self.pair + "actions/new/")
        mentee.page.fill("input[name=text]", "Appeler l’entreprise")
        mentee.send("main form:has(input[name=text])")

    def meet(self) -> None:
        """A meeting planned reaches both calendars; days later it is noted as held, and both say how it went."""
        mentee, mentor = self.mentee, self.mentor
        mentee.go(self.pair + "meetings/plan/")
        other = mentee.page.locator("main [name=slot][value='']")
        if other.count():  # hours in common are offered first
            other.check(force=True)
        mentee.page.fill(
            "input[name=day]", (datetime.now() + timedelta(days=3)).strftime("%Y-%m-%d")
        )
        mentee.page.fill("input[name=hour]", "18:00")
        mentee.send("main form:has(input[name=day])")
        invited = self.site.mail(to=mentor.email, about="rencontre")
        assert any(part.get_content_type() == "text/calendar" for part in invited.walk())
        self._let_time_pass(5)
        mentor.go(self.pair + "meetings/")
        mentor.follow("main a[href$='/held/']")
        mentor.page.fill("input[name=summary]", "Parcours croisés, premier objectif.")
        mentor.send("main form:has(input[name=summary])")
        mentor.go(self.pair + "note/")
        mentor.page.fill("textarea[name=body]", "Penser à la lettre.")
        with mentor.page.expect_response(
            lambda answer: answer.request.method == "POST" and "/note/" in answer.url
        ):
            mentor.page.locator("main form:has(textarea[name=body]) button[type=submit]").click()
        mentee.go(self.pair + "note/")
        expect(mentee.page.locator("textarea[name=body]")).to_have_value("Penser à la lettre.")
        mentee.go(self.pair + "messages/")
        mentee.page.fill("textarea[name=body]", "Merci pour hier.")
        mentee.send("main form:has(textarea[name=body])")
        self._pulse()

    def _pulse(self) -> None:
        """Three taps, from the link of the mail, without signing in."""
        mentee = self.mentee
        guest = Actor(self.site, self.visitor(viewport=PHONE).new_page(), email=mentee.email)
        guest.go(
            next(
                link
                for link in links_of(self.site.mail(to=mentee.email, about="après"))
                if "/pulse/" in link
            )
        )
        for name in ("progress", "listened", "go_on"):
            guest.page.check(f"input[name=answers-{name}][value='4']")
        guest.send("main form:has(input[name=answers-progress])")

    def follow_up(self) -> None:
        """Weeks later, nothing more was heard: the nightly look puts the pair on the coordinator's day."""
        self._let_time_pass(50)
        nadia = self.nadia
        nadia.go("/coordination/")
        card = nadia.page.locator(".case").filter(has_text="Lou et Ada")
        assert "sans rencontre" in card.inner_text()
        nadia.go(card.locator("a[href*='/cards/']").first.get_attribute("href") or "")
        nadia.page.locator("main form[action$='/settle/'] input[type=radio]").first.check()
        nadia.send("main form[action$='/settle/']")

    def _let_time_pass(self, days: int) -> None:
        """Move the pair's past further back, then run the nightly evaluation in the site's own folder."""
        key = self.pair.rstrip("/").rpartition("/")[2]
        self.site.manage("shell", "-c", PASSING.format(key=key, days=days))

    def say_goodbye(self) -> None:
        """Balance of each, thanks both ways, and a certificate anyone can verify."""
        mentee, mentor = self.mentee, self.mentor
        mentee.go(self.pair + "closure/ask/")
        mentee.page.check("input[name=path][value=planned]")
        mentee.send("main form:has(input[name=path])")
        for actor in (mentee, mentor):
            actor.go(self.pair + "closure/")
            actor.page.fill("textarea[name=gained]", "Un contrat.")
            actor.page.fill("textarea[name=thanks]", "Merci pour tout.")
            actor.send("main form:has(textarea[name=gained])")
        mentor.go(self.pair + "closure/")
        path = (
            mentor.page.locator("main a[href*='/certificates/']").first.get_attribute("href") or ""
        )
        answer = mentor.page.request.get(self.site.url + path)
        assert answer.body().startswith(b"%PDF-")
