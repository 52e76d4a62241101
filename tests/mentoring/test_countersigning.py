"""Signatures beside the pair's: coordination and guardian, refusals, changes that are read, recalls."""

from __future__ import annotations

from datetime import date

import pytest

from ithaque.kernel.errors import Refusal
from ithaque.mentoring import documents, selectors, services
from ithaque.mentoring.models import Agreement, SealedAgreement, Signature
from ithaque.mentoring.terms import AgreementTerms, digest_of, terms_of
from ithaque.programmes.services import (
    authorise_as_guardian,
    name_guardian,
    withdraw_as_guardian,
)
from tests.mentoring import factories
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db
BOTH = {"coordinator": True, "guardian": True}


def digest(pair):
    return digest_of(Agreement.objects.select_related("pair").get(pair=pair))


def sign_both(pair):
    for person in pair.people:
        services.sign_agreement(
            pair=pair, by=person, name=person.get_full_name(), digest=digest(pair)
        )


@pytest.fixture
def nadia(db):
    return factories.person("Nadia")


@pytest.fixture
def supervised(nadia):
    """Moussa, sixteen, with Claire, in a programme where coordination and guardian sign."""
    moussa = factories.person("Moussa", born_on=date(2009, 6, 1))
    pair = factories.pair(mentee=moussa, coordinator=nadia, signing=BOTH)
    name_guardian(enrolment=pair.mentee, name="Fatou Diallo", email="fatou@test.example", by=moussa)
    return (
        type(pair)
        .objects.select_related("cohort__programme", "mentor__person", "mentee__person")
        .get(pk=pair.pk)
    )


def guardian_of(pair):
    return pair.mentee.guardian


def sign_as_guardian(pair):
    return services.sign_as_guardian(
        pair=pair, guardian=guardian_of(pair), name="Fatou Diallo", digest=digest(pair)
    )


def countersign(pair, by):
    return services.countersign(pair=pair, by=by, name="Nadia B.", digest=digest(pair))


def test_agreement_is_sealed_by_the_last_of_four_signatures_and_the_pdf_names_all(
    supervised, nadia
):
    sign_both(supervised)
    assert not SealedAgreement.objects.exists()
    assert [mail.to for mail in mails(kind="mentoring.agreement_guardian")] == [
        "fatou@test.example"
    ]
    assert [mail.to for mail in mails(kind="mentoring.agreements_to_sign")] == [nadia.email]
    countersign(supervised, nadia)
    assert [party.name for party in selectors.agreement_state(supervised).missing] == [
        "Fatou Diallo"
    ]
    sign_as_guardian(supervised)
    sealed = SealedAgreement.objects.get()
    assert len(mails(kind="mentoring.agreement_sealed")) == 2
    words = documents._agreement_words(
        sealed, supervised, Signature.objects.order_by("signed_at", "pk")
    )
    assert {row["name"] for row in words["signatures"]} >= {"Fatou Diallo", "Nadia B."}


def test_signing_twice_beside_the_pair_changes_nothing(supervised, nadia):
    sign_both(supervised)
    assert countersign(supervised, nadia) == countersign(supervised, nadia)
    assert sign_as_guardian(supervised) == sign_as_guardian(supervised)
    assert Signature.objects.count() == 4
    assert SealedAgreement.objects.count() == 1


def test_nobody_beside_the_pair_signs_before_it_nor_words_that_changed(supervised, nadia):
    for sign in (lambda: countersign(supervised, nadia), lambda: sign_as_guardian(supervised)):
        with pytest.raises(Refusal) as refused:
            sign()
        assert refused.value.code == "pair_first"
    sign_both(supervised)
    read = digest(supervised)
    services.amend_agreement(
        pair=supervised,
        by=supervised.mentor.person,
        terms=AgreementTerms(meetings_per_month=1),
        digest=read,
    )
    sign_both(supervised)
    with pytest.raises(Refusal) as refused:
        services.countersign(pair=supervised, by=nadia, name="Nadia", digest=read)
    assert refused.value.code == "agreement_changed"


def test_only_the_coordination_countersigns(supervised):
    with pytest.raises(Refusal) as refused:
        countersign(supervised, supervised.mentor.person)
    assert refused.value.code == "not_coordinator"


def test_several_agreements_are_signed_at_once_and_a_refused_one_keeps_none_back(nadia):
    first = factories.pair(coordinator=nadia, signing=BOTH)
    second = factories.pair(coordinator=nadia, signing=BOTH)
    sign_both(first)
    outcome = services.countersign_several(
        signed=[(second, digest(second)), (first, digest(first))], by=nadia, name="Nadia"
    )
    assert outcome.signed == [first]
    assert [pair for pair, _why in outcome.refused] == [second]
    assert SealedAgreement.objects.get().agreement.pair_id == first.pk


def test_guardian_takes_back_a_signature_and_the_version_no_longer_holds_until_they_sign_again(
    supervised, nadia
):
    sign_both(supervised)
    countersign(supervised, nadia)
    sign_as_guardian(supervised)
    assert selectors.agreement_state(supervised).current
    for _time in range(2):
        services.refuse_as_guardian(
            pair=supervised, guardian=guardian_of(supervised), words="Trop loin."
        )
    state = selectors.agreement_state(supervised)
    assert state.current is None
    assert [one.words for one in state.refusals] == ["Trop loin."]
    assert SealedAgreement.objects.count() == 1, "what was sealed stays in the file"
    [mail] = mails(kind="mentoring.agreement_guardian_refused")
    assert mail.to == nadia.email
    sign_as_guardian(supervised)
    assert selectors.agreement_state(supervised).current


def test_guardian_who_takes_back_their_authorisation_no_longer_agrees_with_the_agreement(
    supervised, nadia
):
    authorise_as_guardian(guardian=guardian_of(supervised))
    sign_both(supervised)
    countersign(supervised, nadia)
    sign_as_guardian(supervised)
    withdraw_as_guardian(guardian=guardian_of(supervised))
    assert selectors.agreement_state(supervised).current is None
    assert not mails(kind="mentoring.agreement_guardian_refused"), "the team was told already"


def test_an_adult_needs_no_guardian(nadia):
    pair = factories.pair(coordinator=nadia, signing=BOTH)
    roles = [party.role for party in selectors.agreement_state(pair).parties]
    assert roles == ["mentee", "mentor", "coordinator"]


def test_what_changed_between_versions_is_read_with_its_author(pair):
    services.amend_agreement(
        pair=pair,
        by=pair.mentor.person,
        terms=AgreementTerms(
            meetings_per_month=1, modalities=["remote", "public"], own_words="On se tutoie."
        ),
        digest=digest(pair),
    )
    [change] = selectors.amendments_of(pair.agreement)
    assert change.by == pair.mentor.person
    rows = {row.label: row for row in documents.differences(change.before, change.after, pair)}
    assert len(rows) == 2
    assert ("", "On se tutoie.") in [(row.before, row.after) for row in rows.values()]


def test_a_minor_is_reached_in_the_product_alone_whatever_is_asked(supervised):
    services.amend_agreement(
        pair=supervised,
        by=supervised.mentor.person,
        terms=AgreementTerms(outside="both", own_words="Oui"),
        digest=digest(supervised),
    )
    assert terms_of(Agreement.objects.get()).outside == "none"


def test_a_waiting_signature_is_recalled_three_times_and_no_more(supervised, nadia):
    sign_both(supervised)
    told = len(mails(kind="mentoring.agreement_guardian"))
    for days in range(1, 40):
        with factories.days_later(days):
            services.remind_signatures()
            services.remind_signatures()
    assert len(mails(kind="mentoring.agreement_guardian")) == told + 3
    assert not mails(kind="mentoring.agreement_reminder")


def test_a_member_who_has_not_signed_is_recalled(pair):
    services.sign_agreement(pair=pair, by=pair.mentee.person, name="Inès", digest=digest(pair))
    with factories.days_later(5):
        services.remind_signatures()
        services.remind_signatures()
    assert [mail.to for mail in mails(kind="mentoring.agreement_reminder")] == [
        pair.mentor.person.email
    ]


def test_agreement_gates_meetings_only_where_the_programme_says_so(nadia):
    pair = factories.pair(coordinator=nadia, signing={"before_meetings": True})
    with pytest.raises(Refusal) as refused:
        factories.planned(pair)
    assert refused.value.code == "agreement_first"
    sign_both(pair)
    assert factories.planned(pair)
