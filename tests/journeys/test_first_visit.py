"""The site starts, answers, and the public page opens in a real browser without an error."""

from playwright.sync_api import Page


def test_first_page_opens_without_any_script_or_policy_error(page: Page):
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console", lambda message: errors.append(message.text) if message.type == "error" else None
    )
    answer = page.goto("/")
    assert answer is not None
    assert answer.ok
    assert page.locator("h1").count() == 1
    assert errors == []
