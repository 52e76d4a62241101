"""The pages of match runs, as a coordinator uses them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from ithaque.kernel import clock
from ithaque.kernel.tasks.worker import run_pending
from ithaque.matching.enums import ProposalStatus, RunStatus
from ithaque.matching.models import Decision, MatchRun
from ithaque.matching.services import announce_due, ask_run, publish_run, replays
from tests.matching import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return make.cohort(nadia)


@pytest.fixture
def desk(as_, nadia):
    return as_(nadia)


@pytest.fixture
def run(cohort, nadia):
    for skill in ("Alternance", "Soin"):
        make.mentee(cohort, f"Mentee{skill}", needs=make.skills(skill, "CV"), path=["health"])
        make.mentor(
            cohort,
            f"Mentor{skill}",
            offers=make.skills(skill, "CV"),
            path=["health"],
            interests=["sport"],
        )
    make.mentee(cohort, "Seule", needs=make.skills("Piano"), sent_days_ago=24)
    return make.computed(cohort, nadia)


def leave(run):
    """Let the hour of the announcement come."""
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert announce_due()


def url(name, run, *more):
    return reverse(f"coordination:{name}", args=[run.public_id, *more])


def test_ask_then_worker_then_review(cohort, desk, django_capture_on_commit_callbacks):
    make.mentee(cohort), make.mentor(cohort)
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(reverse("coordination:run-ask", args=[cohort.public_id]), follow=True)
    assert "en cours de calcul" in response.content.decode()
    run = MatchRun.objects.get()
    run_pending()
    run.refresh_from_db()
    assert run.status == RunStatus.READY
    assert "binôme proposé" in desk.get(url("run", run)).content.decode()


def test_ask_without_anyone_says_what_to_do(cohort, desk):
    response = desk.post(reverse("coordination:run-ask", args=[cohort.public_id]), follow=True)
    assert "validez" in response.content.decode()


def test_progress_gives_a_fragment_then_asks_for_the_result(cohort, nadia, desk):
    make.mentee(cohort), make.mentor(cohort)
    run = ask_run(cohort=cohort, by=nadia)
    fragment = desk.get(url("run-progress", run), headers={"HX-Request": "true"})
    assert fragment.status_code == 200 and "<html" not in fragment.content.decode()
    MatchRun.objects.filter(pk=run.pk).update(status=RunStatus.READY)
    done = desk.get(url("run-progress", run), headers={"HX-Request": "true"})
    assert (done.status_code, done["HX-Refresh"]) == (204, "true")
    assert desk.get(url("run-progress", run)).status_code == 302


def test_failed_run_names_people_and_offers_to_try_again(cohort, nadia, desk):
    emma, bruno = make.mentee(cohort, "Emma"), make.mentor(cohort, "Bruno")
    run = MatchRun.objects.create(
        cohort=cohort,
        number=7,
        status=RunStatus.FAILED,
        failure="problem",
        asked_by=nadia,
        summary={
            "faults": [
                {
                    "code": "fault.contradiction",
                    "data": {"mentee": str(emma.public_id), "mentor": str(bruno.public_id)},
                }
            ]
        },
    )
    page = desk.get(url("run", run)).content.decode()
    assert "Emma" in page and "Bruno" in page and "Recalculer" in page


def test_workbench_shows_reasons_criteria_seal_and_who_is_alone(run, desk):
    page = desk.get(url("run", run)).content.decode()
    assert "Optimum prouvé" in page
    assert "<strong>Alternance</strong>" in page or "<strong>Soin</strong>" in page
    assert "Besoins et compétences" in page
    assert "Seule" in page and "attend depuis 24 jours" in page
    assert "Piano" in page


@pytest.mark.parametrize(
    "query",
    [
        "?shelf=check",
        "?shelf=locked",
        "?shelf=alone",
        "?shelf=nothing",
        "?q=Soin",
        "?q=zzz",
        "?sort=mentor&page=99",
        "?sort=%27&page=x",
        "?shelf=alone&q=Seule",
    ],
)
def test_workbench_takes_any_filter(run, desk, query):
    assert desk.get(url("run", run) + query).status_code == 200


def test_other_mentors_come_with_their_price_and_can_be_chosen(run, desk):
    proposal = run.proposals.select_related("mentee", "mentor").first()
    others = url("run-others", run, proposal.mentee.public_id)
    fragment = desk.get(others, headers={"HX-Request": "true"}).content.decode()
    assert "Le total perd" in fragment and "<html" not in fragment
    assert "<html" in desk.get(others).content.decode()
    other = run.proposals.exclude(pk=proposal.pk).get().mentor
    desk.post(url("run-choose", run, proposal.mentee.public_id), {"mentor": other.public_id})
    assert run.proposals.get(mentee=proposal.mentee, status="draft").mentor == other


@pytest.mark.parametrize("mentor", ["", "x", "6f1c1d1e-0000-4000-8000-000000000000"])
def test_choosing_somebody_unknown_is_not_found(run, desk, mentor):
    proposal = run.proposals.first()
    assert (
        desk.post(url("run-choose", run, proposal.mentee.public_id), {"mentor": mentor}).status_code
        == 404
    )


def test_lock_unlock_forbid_and_lift(run, desk):
    proposal = run.proposals.first()
    desk.post(reverse("coordination:proposal-lock", args=[proposal.public_id]))
    assert "Verrouillé" in desk.get(url("run", run)).content.decode()
    desk.post(reverse("coordination:proposal-unlock", args=[proposal.public_id]))
    assert (
        desk.get(reverse("coordination:proposal-forbid", args=[proposal.public_id])).status_code
        == 200
    )
    desk.post(reverse("coordination:proposal-forbid", args=[proposal.public_id]))
    decision = Decision.objects.get()
    assert decision.kind == Decision.Kind.FORBID
    desk.post(reverse("coordination:decision-lift", args=[decision.public_id]))
    assert not Decision.objects.exists()


def test_read_again_then_announce_all(run, desk):
    page = desk.get(url("run-announce", run)).content.decode()
    assert "lit" in page and "Annoncer les 2 propositions" in page
    desk.post(url("run-announce", run), {"what": "all"})
    assert mails() == []
    leave(run)
    assert run.proposals.filter(status=ProposalStatus.ANNOUNCED).count() == 2
    assert len(mails(kind="matching.proposed")) == 4


def test_announce_only_those_ticked(run, desk):
    ticked = run.proposals.first()
    assert desk.post(url("run-announce", run), {"what": "ticked"}).status_code == 422
    desk.post(url("run-announce", run), {"what": "ticked", "proposal": [str(ticked.public_id)]})
    leave(run)
    assert run.proposals.get(status=ProposalStatus.ANNOUNCED) == ticked


def test_announce_what_cannot_be_says_why_and_tells_nobody(run, desk):
    mentor = run.proposals.first().mentor
    type(mentor).objects.filter(pk=mentor.pk).update(status="withdrawn")
    response = desk.post(url("run-announce", run), {"what": "all"})
    assert response.status_code == 409
    assert mentor.person.last_name in response.content.decode()
    assert mails() == []


def test_announced_run_shows_answers_and_private_reasons(run, nadia, desk):
    publish_run(run=run, by=nadia)
    proposal = run.proposals.first()
    run.proposals.filter(pk=proposal.pk).update(
        status=ProposalStatus.DECLINED,
        mentor_answer="declined",
        decline_reason="distance",
        decline_note="Trop loin",
    )
    page = desk.get(url("run", run) + "?shelf=closed").content.decode()
    assert "Trop loin" in page


def test_proof_is_computed_again_and_record_is_handed_over(run, desk):
    assert "octet près" not in desk.get(url("run-proof", run)).content.decode()
    asked = desk.post(url("run-proof", run), follow=True).content.decode()
    assert "depuis le relevé" in asked
    assert desk.get(url("run-replay", run), headers={"HX-Request": "true"}).status_code == 200
    replays.replay(run.pk)
    assert desk.get(url("run-replay", run), headers={"HX-Request": "true"}).status_code == 204
    assert desk.get(url("run-replay", run)).status_code == 302
    assert "à l’octet près" in desk.get(url("run-proof", run)).content.decode()
    response = desk.get(url("run-record", run))
    assert json.loads(response.content)["format"].startswith("ithaque.pairing/")
    assert "attachment" in response["Content-Disposition"]


def test_discard_asks_first(run, desk):
    assert desk.get(url("run-discard", run)).status_code == 200
    desk.post(url("run-discard", run))
    run.refresh_from_db()
    assert run.status == RunStatus.DISCARDED


@pytest.mark.parametrize("count", [1, 3])
def test_workbench_asks_a_constant_number_of_queries(
    cohort, nadia, desk, count, django_assert_num_queries
):
    run = make.drafts(cohort, count, nadia)
    desk.get(url("run", run))
    with django_assert_num_queries(15):
        desk.get(url("run", run))


@pytest.mark.parametrize("count", [1, 3])
def test_announcing_asks_a_constant_number_of_queries(
    cohort, nadia, desk, count, django_assert_num_queries
):
    run = make.drafts(cohort, count, nadia)
    desk.get(url("run-announce", run))
    with django_assert_num_queries(6):
        desk.get(url("run-announce", run))


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_a_constant_number_of_queries(nadia, desk, count, django_assert_num_queries):
    for _ in range(count):
        cohort = make.cohort(nadia)
        make.drafts(cohort, 1, nadia)
    desk.get(reverse("coordination:runs"))
    with django_assert_num_queries(6):
        desk.get(reverse("coordination:runs"))
    with django_assert_num_queries(6):
        desk.get(reverse("coordination:run-list", args=[cohort.public_id]))


def test_run_cancelled_half_way_leaves_the_former_draft_and_a_page_that_says_so(run, desk, nadia):
    second = ask_run(cohort=run.cohort, by=nadia)
    MatchRun.objects.filter(pk=second.pk).update(status=RunStatus.RUNNING, progress=40)
    desk.post(url("run-discard", second))
    second.refresh_from_db()
    run.refresh_from_db()
    assert (second.status, run.status) == (RunStatus.DISCARDED, RunStatus.READY)
    page = desk.get(url("run", second))
    assert page.status_code == 200
    assert "écart" in page.content.decode().lower()
    assert "MenteeSoin" in desk.get(url("run", run)).content.decode()
    assert desk.post(url("run-discard", second)).status_code == 302
