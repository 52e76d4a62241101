"""Someone at a browser: signs in or up, reads mail, looks at each page with axe."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from ithaque.demo.cast import BY_KEY, PASSWORD
from tests.support.site import Site, links_of, text_of

# How a page says no: the faults of a form, a refusal above it, a warning once led back to a page.
REFUSALS = ".error-summary, .notice-error, .flash .notice-watch"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}


@dataclass
class Actor:
    """A person and their page; `look` holds every page they saw to the accessibility rules."""

    site: Site
    page: Page
    email: str = ""
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.errors.append(f"{self.page.url}: {error}"))
        self.page.on(
            "console",
            lambda message: (
                self.errors.append(f"{self.page.url}: {message.text}")
                if message.type == "error" and "Content Security Policy" in message.text
                else None
            ),
        )

    def go(self, path: str) -> None:
        """Open a page of the site, or an address found in a mail, and look at it."""
        answer = self.page.goto(path if "://" in path else self.site.url + path)
        assert answer is not None
        assert answer.ok, f"{path} answered {answer.status}"
        self.look()

    def look(self) -> None:
        """Refuse a page with an accessibility fault, and one that asks to scroll sideways."""
        self.page.wait_for_load_state("load")
        # Parts that come in apart have come in.
        expect(self.page.locator(".htmx-request")).to_have_count(0, timeout=15_000)
        screen = self.page.viewport_size
        assert screen is not None
        # The whole page at once: a bar that sticks to the screen covers nothing for long.
        tall = self.page.evaluate("document.documentElement.scrollHeight") + 80
        self.page.set_viewport_size({**screen, "height": max(tall, screen["height"])})
        found = Axe().run(self.page, options=RULES)
        self.page.set_viewport_size(screen)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"

    def follow(self, selector: str) -> None:
        """Click a link or a button that leads to another page, and look at it."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(selector).first.click()
        self.look()

    def send(self, form: Locator | str, button: str = "button[type=submit]") -> None:
        """Send a form by its button, and look at what answers; it may not be a refusal."""
        self._press(form, button)
        refused = self.page.locator(REFUSALS)
        assert not refused.count(), f"{self.page.url} refused: {refused.first.inner_text()}"
        self.look()

    def be_refused(self, form: Locator | str, button: str = "button[type=submit]") -> str:
        """Send a form that holds a mistake, look at what answers, and return what it says."""
        self._press(form, button)
        self.look()
        return self.page.locator(REFUSALS).first.inner_text()

    def _press(self, form: Locator | str, button: str) -> None:
        where = self.page.locator(form) if isinstance(form, str) else form
        with self.page.expect_navigation(wait_until="load"):
            where.locator(button).first.click()

    def sign_in(self, key: str) -> None:
        """Sign in as one of the cast, with the password shown in demo mode."""
        self.email = BY_KEY[key].email
        self.go("/account/login/")
        self.page.fill("input[name=login]", self.email)
        self.page.fill("input[name=password]", PASSWORD)
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(
                "main form:has(input[name=password]) button[type=submit]"
            ).first.click()

    def sign_up(self, email: str, first_name: str, last_name: str) -> None:
        """Fill the sign-up form on screen, then type the code received by mail."""
        self.email = email
        self.page.fill("input[name=email]", email)
        self.page.fill("input[name=first_name]", first_name)
        self.page.fill("input[name=last_name]", last_name)
        self.send("main form:has(input[name=email])")
        self.page.fill("input[name=code]", self.code())
        self.send("main form:has(input[name=code])")

    def code(self) -> str:
        """Return the code of the latest message."""
        found = re.search(
            r"^\s*([A-Z0-9]{3,4}[- ]?[A-Z0-9]{3,4}|\d{6})\s*$",
            text_of(self.site.mail(to=self.email)),
            re.MULTILINE,
        )
        assert found, text_of(self.site.mail(to=self.email))
        return found.group(1)

    def link(self, about: str) -> str:
        """Return the address asked to open in the latest message about something."""
        return links_of(self.site.mail(to=self.email, about=about))[0]

    def answer(self, known: dict[str, object]) -> None:
        """Answer every question of the form on screen: `known` by name, the middle of the scale otherwise."""
        form = self.page.locator("main form:has(.form-actions)")
        for box in form.locator("ith-skills").all():
            name = box.locator("input[type=hidden]").get_attribute("name") or ""
            for skill in known.get(name, []):  # type: ignore[attr-defined]
                self._pick(box, skill)
        for radio in form.locator("input[type=radio][value='3']").all():
            radio.check()
        for name, value in known.items():
            inputs = form.locator(f"[name='{name}']")
            if not inputs.count() or inputs.first.get_attribute("type") == "hidden":
                continue
            kind = inputs.first.get_attribute("type")
            if kind in ("checkbox", "radio"):
                for one in value if isinstance(value, list) else [value]:
                    form.locator(f"[name='{name}'][value='{one}']").check()
            elif inputs.first.evaluate("e => e.tagName") == "SELECT":
                inputs.first.select_option(str(value))
            else:
                inputs.first.fill(str(value))

    def _pick(self, box: Locator, skill: str) -> None:
        """Type a skill, choose the first suggestion with the keyboard."""
        entry = box.locator("input[role=combobox]")
        before = box.locator(".skills-chosen > li").count()
        entry.fill(skill)
        box.locator("[role=option]").first.wait_for()
        entry.press("ArrowDown")
        entry.press("Enter")
        box.locator(".skills-chosen > li").nth(before).wait_for()
