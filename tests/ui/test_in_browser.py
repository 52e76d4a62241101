"""What only a browser shows: accessibility by axe, the keyboard, and the widgets with their scripts."""

from __future__ import annotations

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.journey

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
WIDTH_OF_ZOOM_400 = 320
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def chosen(screen: Page) -> list[dict[str, object]]:
    return json.loads(screen.locator("input[name='l-skills']").input_value())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_gallery_has_no_axe_violation(screen: Page, gallery: str, theme: str, size: str) -> None:
    screen.set_viewport_size(SIZES[size])
    screen.goto(f"{gallery}?theme={theme}")
    result = Axe().run(screen, options={"runOnly": RULES})
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["home", "public"])
def test_composed_page_has_no_axe_violation(
    screen: Page, gallery: str, name: str, theme: str, size: str
) -> None:
    screen.set_viewport_size(SIZES[size])
    screen.context.add_cookies([{"name": "theme", "value": theme, "url": gallery}])
    screen.goto(f"{gallery}{name}/")
    assert screen.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    # The whole page at once: a bar that sticks to the screen covers nothing for long.
    tall = screen.evaluate("document.documentElement.scrollHeight") + 80
    screen.set_viewport_size({"width": SIZES[size]["width"], "height": tall})
    result = Axe().run(screen, options={"runOnly": RULES})
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("width", [WIDTH_OF_ZOOM_400, 390, 768, 1440])
def test_gallery_never_scrolls_sideways(screen: Page, gallery: str, width: int) -> None:
    screen.set_viewport_size({"width": width, "height": 900})
    screen.goto(gallery)
    assert screen.evaluate("document.documentElement.scrollWidth") <= width


def test_current_tab_is_in_sight_where_they_do_not_all_fit(screen: Page, gallery: str) -> None:
    screen.set_viewport_size({"width": WIDTH_OF_ZOOM_400, "height": 900})
    screen.goto(gallery)
    seen = screen.evaluate("""() => {
      const bar = document.querySelector(".tabs");
      bar.querySelector("[aria-current]")?.removeAttribute("aria-current");
      bar.style.inlineSize = "9rem";
      const last = bar.lastElementChild;
      last.setAttribute("aria-current", "page");
      bar.parentElement.dispatchEvent(new CustomEvent("htmx:afterSettle", {bubbles: true}));
      const [tab, frame] = [last, bar].map((one) => one.getBoundingClientRect());
      return bar.scrollLeft > 0 && tab.right <= frame.right + 1;
    }""")
    assert seen


def test_skill_is_chosen_with_the_keyboard(screen: Page, gallery: str) -> None:
    screen.goto(f"{gallery}?theme=light")
    box = screen.get_by_role("combobox", name="Vos compétences")
    box.press_sequentially("analyse")
    options = screen.locator(".skills-list").get_by_role("option")
    expect(options.first).to_have_text(re.compile("Analyse de données"))
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    box.press("Enter")
    assert chosen(screen)[-1] == {
        "id": "Analyse de données",
        "label": "Analyse de données",
        "level": 2,
    }
    expect(box).to_have_value("")
    expect(box).to_be_focused()


def test_skill_nobody_knows_is_kept_as_written_and_levels_and_order_are_sent(
    screen: Page, gallery: str
) -> None:
    screen.goto(f"{gallery}?theme=light")
    box = screen.get_by_role("combobox", name="Vos compétences")
    box.fill("Vannerie")
    box.press("Enter")
    assert chosen(screen)[-1] == {"id": None, "label": "Vannerie", "level": 2}
    screen.get_by_label("Niveau en Vannerie").select_option("3")
    screen.get_by_role("button", name="Monter Vannerie").click()
    screen.get_by_role("button", name="Retirer R", exact=True).click()
    assert [(skill["label"], skill["level"]) for skill in chosen(screen)] == [
        ("Vannerie", 3),
        ("SQL", 1),
    ]


def test_escape_closes_the_list_and_keeps_what_was_typed(screen: Page, gallery: str) -> None:
    screen.goto(f"{gallery}?theme=light")
    box = screen.get_by_role("combobox", name="Vos compétences")
    box.press_sequentially("ana")
    expect(screen.get_by_role("listbox")).to_be_visible()
    box.press("Escape")
    expect(screen.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("ana")


def test_needs_are_ranked_by_buttons(screen: Page, gallery: str) -> None:
    screen.goto(f"{gallery}?theme=light")
    screen.get_by_role("button", name="Garder Prendre confiance").click()
    screen.get_by_role("button", name="Monter Prendre confiance").click()
    ranks = {
        key: screen.locator(f"input[name='l-needs-{key}']").input_value()
        for key in ("cv", "stage", "confidence", "network")
    }
    assert ranks == {"cv": "1", "confidence": "2", "stage": "3", "network": ""}
    screen.get_by_role("button", name="Garder Élargir mon réseau").click()
    assert screen.locator("input[name='l-needs-network']").input_value() == ""


def test_whole_day_is_ticked_by_its_name(screen: Page, gallery: str) -> None:
    screen.goto(f"{gallery}?theme=light")
    screen.get_by_role("button", name="ven").click()
    boxes = screen.locator("input[name='l-week'][value^='fri-']")
    assert all(box.is_checked() for box in boxes.all())
    screen.get_by_role("button", name="ven").click()
    assert not any(box.is_checked() for box in boxes.all())


def test_composed_fields_are_usable_without_a_script(chromium, gallery: str) -> None:
    context = chromium.new_context(locale="fr-FR", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{gallery}?theme=light")
    assert page.locator("input[name='l-skills']").input_value() == "R, SQL"
    expect(page.get_by_text("Séparez les compétences par des virgules.")).to_be_visible()
    expect(page.get_by_label("Rang de « Améliorer mon CV »")).to_have_value("1")
    expect(page.get_by_label("mardi 18 h")).to_be_checked()
    context.close()


def test_form_is_saved_as_one_types(screen: Page, gallery: str) -> None:
    screen.goto(f"{gallery}?theme=light")
    screen.locator("#id_l-form-first_name").fill("Maïwenn")
    expect(screen.locator("[data-saved]").first).to_have_text(re.compile(r"Enregistré à \d+\sh"))


def test_form_is_sent_after_the_save_under_way(screen: Page, gallery: str) -> None:
    screen.goto(f"{gallery}?theme=light")
    saves: list[Route] = []
    sent: list[str] = []

    def hold(route: Route) -> None:
        if "hx-request" in route.request.headers:
            saves.append(route)
        else:
            sent.append(route.request.post_data or "")
            route.fulfill(status=204)

    screen.route(re.compile(r"/gallery/saved/"), hold)
    name = screen.locator("#id_l-form-first_name")
    name.fill("Maï")
    screen.wait_for_timeout(1200)
    assert len(saves) == 1
    name.fill("Maïwenn")
    screen.locator("form[data-autosave] button[type=submit]").first.click(no_wait_after=True)
    screen.wait_for_timeout(300)
    assert sent == [], "an older save would arrive after what is sent"
    saves[0].fulfill(status=200, body="Enregistré à 18 h")
    screen.wait_for_timeout(300)
    assert len(sent) == 1
    assert len(saves) == 1, "what is sent carries what was typed: it is not saved apart"


def test_form_is_sent_once_and_its_button_says_so(screen: Page, gallery: str) -> None:
    screen.goto(f"{gallery}?theme=light")
    sent: list[str] = []

    def stay(route: Route) -> None:
        sent.append(route.request.url)
        route.fulfill(status=204)  # the browser stays on the page, as while it waits

    screen.route(re.compile(r"/gallery/\?$"), stay)
    button = screen.get_by_role("button", name="Envoyer une seule fois")
    width = button.bounding_box()["width"]
    button.click(no_wait_after=True)
    busy = screen.locator("button[aria-busy=true][data-words]")
    expect(busy).to_have_text("Envoi en cours")
    assert busy.bounding_box()["width"] >= width
    busy.click(no_wait_after=True)
    screen.wait_for_timeout(200)
    assert len(sent) == 1


def test_password_can_be_looked_at(screen: Page, gallery: str) -> None:
    screen.goto(f"{gallery}?theme=light")
    field = screen.locator("#id_l-form-password")
    field.fill("quatre mots au hasard")
    screen.get_by_role("button", name="Afficher").first.click()
    assert field.get_attribute("type") == "text"
    screen.get_by_role("button", name="Masquer").click()
    assert field.get_attribute("type") == "password"


def test_chosen_file_says_its_name_and_size_and_a_heavy_one_is_refused(
    screen: Page, gallery: str
) -> None:
    screen.goto(f"{gallery}?theme=light")
    field, said = screen.locator("#id_l-form-cv"), screen.locator("[data-chosen]").first
    field.set_input_files({"name": "cv.pdf", "mimeType": "application/pdf", "buffer": b"x" * 1500})
    expect(said).to_have_text(re.compile(r"cv\.pdf, 1,5\sko"))
    field.set_input_files(
        {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": b"x" * 5_000_001}
    )
    expect(said).to_contain_text("trop lourd")


def test_dialog_and_readers_open_and_close_with_the_keyboard(screen: Page, gallery: str) -> None:
    screen.goto(f"{gallery}?theme=light")
    screen.get_by_role("button", name="Ouvrir un dialogue").press("Enter")
    expect(screen.get_by_role("dialog", name=re.compile("Déplacer la rencontre"))).to_be_visible()
    screen.keyboard.press("Escape")
    expect(screen.get_by_role("dialog", name=re.compile("Déplacer la rencontre"))).to_be_hidden()
    readers = screen.get_by_role("button", name=re.compile("Claire et vous"))
    readers.press("Enter")
    expect(screen.locator("#l-readers")).to_be_visible()
    screen.keyboard.press("Escape")
    expect(screen.locator("#l-readers")).to_be_hidden()


def test_action_is_ticked_with_the_keyboard_and_its_words_name_it(
    screen: Page, gallery: str
) -> None:
    screen.goto(f"{gallery}?theme=light")
    box = screen.get_by_role("checkbox", name="Envoyer la version 3")
    assert box.get_attribute("aria-checked") == "false"
    assert box.evaluate("box => box.form.method") == "post"


def test_automatic_theme_follows_the_system(chromium, gallery: str) -> None:
    for wanted in ("dark", "light"):
        context = chromium.new_context(color_scheme=wanted)
        page = context.new_page()
        page.goto(gallery)
        assert page.evaluate("document.documentElement.dataset.bsTheme") == wanted
        context.close()


def test_error_summary_has_the_focus_and_leads_to_the_field(screen: Page, gallery: str) -> None:
    screen.goto(f"{gallery}?theme=light")
    expect(screen.locator(".error-summary")).to_be_focused()
    screen.locator(".error-summary a").first.press("Enter")
    expect(screen.locator("#id_l-wrong-email")).to_be_focused()


def test_drawer_is_docked_on_a_desk_and_a_sheet_on_a_phone(screen: Page, gallery: str) -> None:
    screen.goto(f"{gallery}?theme=light")
    drawer = screen.locator("#l-drawer")
    expect(drawer).to_be_visible()
    drawer.get_by_role("button", name="Fermer").click()
    expect(drawer).to_be_hidden()
    screen.get_by_role("button", name="De quoi parler").click()
    expect(drawer).to_be_visible()
    screen.set_viewport_size(SIZES["phone"])
    screen.reload()
    expect(drawer).to_be_hidden()
    screen.get_by_role("button", name="De quoi parler").click()
    assert drawer.evaluate("drawer => drawer.matches(':modal')")
    screen.keyboard.press("Escape")
    expect(drawer).to_be_hidden()


def test_row_of_a_list_says_its_columns_on_a_phone(screen: Page, gallery: str) -> None:
    screen.set_viewport_size(SIZES["phone"])
    screen.goto(f"{gallery}?theme=light")
    cell = screen.locator(".list-table tbody tr").first.locator("td").last
    assert cell.get_attribute("data-label") == "État"
