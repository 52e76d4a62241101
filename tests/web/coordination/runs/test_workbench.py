"""The workbench: filters, prices, moves, notes, reservations, comparison, fairness, two coordinators at once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ithaque.matching.enums import ProposalStatus, RunStatus
from ithaque.matching.models import Decision, MatchRun, Note, Reservation, Unmatched
from ithaque.matching.services import (
    ask_run,
    discard_run,
    lock_pair,
    plan_announcement,
    runs,
)
from ithaque.programmes.enums import TeamRole
from ithaque.programmes.models import TeamMember
from ithaque.questionnaires.models import FormVersion
from tests.matching import factories as make

pytestmark = pytest.mark.django_db
SKILLS = ("Alternance", "Soin", "Piano")


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def oscar(cohort):
    person = make.person("Oscar")
    TeamMember.objects.create(programme=cohort.programme, person=person, role=TeamRole.COORDINATOR)
    return person


@pytest.fixture
def cohort(nadia):
    return make.cohort(nadia)


@pytest.fixture
def desk(as_, nadia):
    return as_(nadia)


@pytest.fixture
def run(cohort, nadia):
    for at, skill in enumerate(SKILLS):
        make.mentee(cohort, f"Mentee{skill}", needs=make.skills(skill, SKILLS[at - 1]))
        make.mentor(cohort, f"Mentor{skill}", offers=make.skills(skill))
    make.mentee(cohort, "Seule", needs=make.skills("Chant"))
    return make.computed(cohort, nadia)


def url(name, run, *more):
    return reverse(f"coordination:{name}", args=[run.public_id, *more])


def named(run, name):
    return run.cohort.enrolments.select_related("person").get(person__first_name=name)


def price(desk, run, mentee, mentor):
    where = url("run-others", run, named(run, mentee).public_id)
    return desk.get(f"{where}?mentor={named(run, mentor).public_id}")


def choose(desk, run, mentee, mentor, **data):
    where = url("run-choose", run, named(run, mentee).public_id)
    data = {"mentor": named(run, mentor).public_id, "seen": run.version, **data}
    return desk.post(where, data)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=MenteeSoin", 1),
        ("?band=4", 0),
        ("?confidence=low", 0),
        ("?confidence=high&band=2", 3),
        ("?band=x&confidence=y&sort=z", 3),
    ],
)
def test_filters_narrow_the_list(run, desk, query, found):
    run.proposals.update(band=2, confidence=0.9)
    page = desk.get(url("run", run) + query).content.decode()
    assert page.count('<details class="match') == found


def test_price_names_who_moves_before_anything_changes_then_the_move_is_made(run, desk):
    before = set(run.proposals.values_list("mentee", "mentor"))
    page = price(desk, run, "MenteeSoin", "MentorPiano").content.decode()
    assert (
        "Simulation" in page
        and "Le total perd" in page
        and "Critère" not in page.split("Simulation")[0]
    )
    assert set(run.proposals.values_list("mentee", "mentor")) == before
    answer = choose(desk, run, "MenteeSoin", "MentorPiano", reason="Ils se sont parlé")
    assert answer.status_code == 302
    moved = run.proposals.get(mentee=named(run, "MenteeSoin"), status="draft")
    assert (moved.mentor, moved.locked) == (named(run, "MentorPiano"), True)
    assert Decision.objects.get().reason == "Ils se sont parlé"
    page = desk.get(url("run", run)).content.decode()
    assert "Ils se sont parlé" in page and "en train d’être recalculé" in page


def test_price_in_the_dialog_names_who_is_moved(run, desk):
    where = url("run-others", run, named(run, "MenteeSoin").public_id)
    where = f"{where}?mentor={named(run, 'MentorPiano').public_id}"
    part = desk.get(where, headers={"HX-Request": "true"}).content.decode()
    moved = named(run, "MenteeSoin").person.get_full_name()
    assert "<h1" not in part
    assert f"{moved} avec MentorPiano" in part


def test_any_mentor_can_be_looked_for_by_name(run, desk):
    where = url("run-others", run, named(run, "MenteeSoin").public_id)
    page = desk.get(f"{where}?q=MentorPia").content.decode()
    assert f"?mentor={named(run, 'MentorPiano').public_id}" in page
    assert "MentorAlternance" not in page
    assert "Aucun mentor" in desk.get(f"{where}?q=zzz").content.decode()


def test_price_of_the_mentor_already_proposed_says_so(run, desk):
    assert "déjà avec" in price(desk, run, "MenteeSoin", "MentorSoin").content.decode()


def test_person_without_a_mentor_can_be_given_one_and_who_loses_it_has_a_cause(run, desk):
    page = price(desk, run, "Seule", "MentorSoin").content.decode()
    assert "Sans mentor" in page or "sans mentor" in page
    choose(desk, run, "Seule", "MentorSoin")
    alone = run.unmatched.get()
    assert alone.cause["code"] == "hand.left"
    page = desk.get(url("run", run) + "?shelf=alone").content.decode()
    assert "donné à quelqu’un d’autre" in page


def test_page_out_of_date_shows_who_changed_and_the_new_price_and_loses_nothing(run, desk, oscar):
    seen = run.version
    lock_pair(proposal=run.proposals.get(mentee=named(run, "MenteePiano")), by=oscar)
    answer = choose(desk, run, "MenteeSoin", "MentorAlternance", seen=seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Oscar" in page and "Simulation" in page
    assert run.proposals.get(mentee=named(run, "MenteePiano")).locked
    again = choose(desk, run, "MenteeSoin", "MentorAlternance", seen=seen + 1)
    assert again.status_code == 302


def test_double_click_moves_once(run, desk):
    choose(desk, run, "MenteeSoin", "MentorPiano")
    answer = choose(desk, run, "MenteeSoin", "MentorPiano")
    assert answer.status_code == 409
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "١"])
def test_form_with_a_version_that_is_no_number_is_no_accident(run, desk, seen):
    assert choose(desk, run, "MenteeSoin", "MentorPiano", seen=seen).status_code in (302, 409)


def test_mentee_of_another_cohort_is_not_found(run, desk, nadia):
    stranger = make.mentee(make.cohort(nadia))
    assert desk.get(url("run-others", run, stranger.public_id)).status_code == 404
    mentor = make.mentor(stranger.cohort)
    where = url("run-others", run, named(run, "Seule").public_id)
    assert desk.get(f"{where}?mentor={mentor.public_id}").status_code == 404
    assert desk.get(f"{where}?mentor=x").status_code == 404
    assert desk.get(url("run-note", run) + f"?mentee={stranger.public_id}").status_code == 404


def test_ruling_out_keeps_the_reason_and_a_page_out_of_date_keeps_what_was_typed(run, desk):
    proposal = run.proposals.filter(mentee=named(run, "MenteeSoin")).get()
    where = reverse("coordination:proposal-forbid", args=[proposal.public_id])
    late = desk.post(where, {"seen": run.version + 7, "reason": "Cousins"})
    assert late.status_code == 409 and "Cousins" in late.content.decode()
    desk.post(where, {"seen": run.version, "reason": "Cousins"})
    assert Decision.objects.get().reason == "Cousins"


def test_locked_pair_says_to_unlock_before_trying_another_mentor(run, desk, nadia):
    lock_pair(proposal=run.proposals.get(mentee=named(run, "MenteeSoin")), by=nadia)
    page = desk.get(url("run-others", run, named(run, "MenteeSoin").public_id)).content.decode()
    assert "déverrouillez-le" in page


def test_notes_of_the_team_are_kept_once_shown_and_removed_by_their_author_only(
    run, desk, as_, oscar
):
    soin = named(run, "MenteeSoin")
    for _ in range(2):
        desk.post(url("run-note", run) + f"?mentee={soin.public_id}", {"text": "<b>Patience</b>"})
    desk.post(url("run-note", run), {"text": "Revoir le sud"})
    assert Note.objects.count() == 2
    page = desk.get(url("run", run)).content.decode()
    assert "&lt;b&gt;Patience" in page and "Revoir le sud" in page
    note = Note.objects.get(mentee=soin)
    where = reverse("coordination:note-remove", args=[note.public_id])
    as_(oscar).post(where)
    assert Note.objects.filter(pk=note.pk).exists()
    desk.post(where)
    assert not Note.objects.filter(pk=note.pk).exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_note_empty_or_too_long_is_refused_with_its_words(run, desk, text):
    answer = desk.post(url("run-note", run), {"text": text})
    assert answer.status_code == 422 and not Note.objects.exists()


def test_note_about_someone_is_found_again_in_the_next_run(run, desk, nadia):
    soin = named(run, "MenteeSoin")
    desk.post(url("run-note", run) + f"?mentee={soin.public_id}", {"text": "Patience"})
    later = make.computed(run.cohort, nadia)
    assert "Patience" in desk.get(url("run", later)).content.decode()


def test_places_are_reserved_shown_and_given_back(run, desk):
    mentor = named(run, "MentorSoin")
    where = reverse("coordination:mentor-reserve", args=[mentor.public_id])
    assert desk.get(where).status_code == 200
    assert desk.post(where, {"places": "2"}).status_code == 422
    assert desk.post(where, {"places": ""}).status_code == 422
    desk.post(where, {"places": "1", "reason": "Pour Yanis"})
    assert "Pour Yanis" in desk.get(url("run", run)).content.decode()
    kept = Reservation.objects.get()
    desk.post(reverse("coordination:reservation-release", args=[kept.public_id]))
    assert not Reservation.objects.exists()


def test_two_runs_are_set_side_by_side_with_who_lost_gained_and_changed(run, desk, nadia):
    cohort = run.cohort
    Decision.objects.create(
        cohort=cohort,
        mentee=named(run, "Seule"),
        mentor=named(run, "MentorSoin"),
        kind="lock",
        by=nadia,
    )
    later = make.computed(cohort, nadia)
    page = desk.get(url("run-compare", later)).content.decode()
    assert "Seule" in page and "Perdent leur mentor" in page and "mêmes poids" in page
    gained = desk.get(url("run-compare", later) + f"?with={run.public_id}&kind=gained")
    assert "Seule" in gained.content.decode()
    same = desk.get(url("run-compare", later) + f"?with={run.public_id}&kind=same&page=9")
    assert same.status_code == 200


def test_comparing_with_nothing_or_a_stranger_s_run(run, desk, nadia):
    assert "Aucune autre campagne" in desk.get(url("run-compare", run)).content.decode()
    foreign = make.drafts(make.cohort(nadia), 1, nadia)
    for wanted in (foreign.public_id, "x", run.public_id):
        assert desk.get(url("run-compare", run) + f"?with={wanted}").status_code == 404


def test_run_cancelled_half_way_leaves_the_former_draft_as_it_was(run, desk, nadia, monkeypatch):
    before = list(run.proposals.order_by("pk").values_list("pk", "status", "mentor"))
    asked = ask_run(cohort=run.cohort, by=nadia)
    monkeypatch.setattr(runs, "TELL_EVERY", 0)
    solve = runs._solve

    def and_cancel(working):
        desk.post(url("run-cancel", asked))
        return solve(working)

    monkeypatch.setattr(runs, "_solve", and_cancel)
    runs.compute(asked.pk)
    asked.refresh_from_db()
    run.refresh_from_db()
    assert (asked.status, run.status) == (RunStatus.DISCARDED, RunStatus.READY)
    assert list(run.proposals.order_by("pk").values_list("pk", "status", "mentor")) == before
    assert not asked.proposals.exists()
    assert desk.post(url("run-cancel", run)).status_code == 302
    assert MatchRun.objects.get(pk=run.pk).status == RunStatus.READY


def test_run_set_aside_by_someone_else_refuses_a_move(run, desk, oscar):
    discard_run(run=run, by=oscar)
    assert choose(desk, run, "MenteeSoin", "MentorPiano").status_code == 409


def test_part_announced_leaves_the_rest_movable_and_its_own_pairs_still(run, desk, nadia):
    told = run.proposals.get(mentee=named(run, "MenteePiano"))
    run.proposals.filter(pk=told.pk).update(
        status=ProposalStatus.ANNOUNCED, announced_at=run.created_at
    )
    MatchRun.objects.filter(pk=run.pk).update(published_at=run.created_at)
    page = desk.get(url("run", run)).content.decode()
    assert "Pas encore annoncées" in page
    assert choose(desk, run, "MenteeSoin", "MentorAlternance").status_code == 302
    assert run.proposals.get(pk=told.pk).mentor == named(run, "MentorPiano")


def test_planned_announcement_shows_its_hour_and_can_be_undone_or_hastened(run, desk, nadia):
    planned = plan_announcement(run=run, by=nadia)
    page = desk.get(url("run", run)).content.decode()
    assert "10 minutes au plus" in page and "Relire puis annoncer" not in page
    desk.post(reverse("coordination:announcement-cancel", args=[planned.public_id]))
    assert "Relire puis annoncer" in desk.get(url("run", run)).content.decode()
    planned = plan_announcement(run=run, by=nadia)
    desk.post(reverse("coordination:announcement-hasten", args=[planned.public_id]))
    late = desk.post(
        reverse("coordination:announcement-cancel", args=[planned.public_id]), follow=True
    )
    assert late.status_code == 200


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"what": "all", "when": "later", "at": ""}, 422),
        ({"what": "all", "when": "later", "at": "n'importe quoi"}, 422),
        ({"what": "all", "when": "later", "at": "2001-01-01T09:00"}, 422),
        ({"what": "ticked"}, 422),
        ({"what": "ticked", "proposal": "6f1c1d1e-0000-4000-8000-000000000000"}, 422),
        ({"what": "nothing"}, 422),
    ],
)
def test_announcement_that_makes_no_sense_tells_nobody(run, desk, data, status):
    answer = desk.post(url("run-announce", run), data)
    assert answer.status_code == status
    assert not run.announcements.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_pages_beside_the_workbench_ask_a_constant_number_of_queries(
    cohort, nadia, desk, count, django_assert_num_queries
):
    first, second = (make.drafts(cohort, count, nadia) for _ in range(2))
    for page, queries in (
        (url("run-compare", second) + f"?with={first.public_id}", 8),
        (url("run-equity", second), 7),
        (url("run-proof", second), 3),
        (reverse("coordination:criteria", args=[cohort.public_id]), 8),
    ):
        desk.get(page)
        with django_assert_num_queries(queries):
            desk.get(page)


def test_figures_by_group_are_shown_with_intervals_and_their_definition(cohort, nadia, desk):
    version = FormVersion.objects.get(form=cohort.programme.mentee_form)
    version.schema["sections"][0]["questions"].append(
        {
            "key": "situation",
            "type": "choice",
            "label": make.both("Situation", "Situation"),
            "options": make.OPTIONS,
            "used_for": "reporting",
        }
    )
    version.save()
    run = make.drafts(cohort, 0, nadia)
    for value, count in (("sport", 5), ("music", 6), ("health", 1)):
        for _ in range(count):
            mentee = make.mentee(cohort, situation=value)
            if value != "sport":
                make.draft(run, mentee, make.mentor(cohort))
            else:
                Unmatched.objects.create(run=run, mentee=mentee)
    page = desk.get(url("run-equity", run)).content.decode()
    assert "Wilson" in page and "groupes sont masqués" in page and "Musique" in page
    part = desk.get(url("run-equity", run), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "Situation" in part
    assert "Posée pour les rapports" in desk.get(
        reverse("coordination:criteria", args=[cohort.public_id])
    ).content.decode().replace("\u202f", " ")
