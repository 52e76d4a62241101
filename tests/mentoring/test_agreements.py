"""The agreement: the same words signed by both, then sealed."""

import hashlib

import pypdfium2
import pytest

from ithaque.kernel import files
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import selectors, services
from ithaque.mentoring.models import Agreement, SealedAgreement, Signature
from ithaque.mentoring.terms import AgreementTerms, digest_of
from tests.mentoring import factories
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


def digest(pair):
    agreement = Agreement.objects.select_related("pair").get(pair=pair)
    return digest_of(agreement)


def sign(pair, person, **changes):
    values = {"name": person.get_full_name(), "digest": digest(pair), **changes}
    return services.sign_agreement(pair=pair, by=person, **values)


def sign_both(pair):
    for person in pair.people:
        sign(pair, person)


def pdf_text(content):
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(
            document[number].get_textpage().get_text_range() for number in range(len(document))
        )
    finally:
        document.close()


def test_sign_agreement_keeps_name_version_and_digest_and_asks_the_other(pair):
    signature = sign(pair, pair.mentee.person, name="  Inès   Martin ")
    assert (signature.name, signature.version, signature.digest) == ("Inès Martin", 1, digest(pair))
    [mail] = mails(kind="mentoring.agreement_waiting")
    assert mail.to == pair.mentor.person.email


def test_sign_agreement_twice_is_one_signature(pair):
    assert sign(pair, pair.mentee.person) == sign(pair, pair.mentee.person, name="Autre")
    assert Signature.objects.count() == 1


def test_sign_agreement_that_changed_meanwhile_is_refused(pair):
    read = digest(pair)
    services.amend_agreement(
        pair=pair, by=pair.mentor.person, terms=AgreementTerms(meetings_per_month=1), digest=read
    )
    with pytest.raises(Refusal) as refused:
        sign(pair, pair.mentee.person, digest=read)
    assert refused.value.code == "agreement_changed"
    assert not Signature.objects.exists()


def test_second_signature_seals_the_words_in_a_tagged_pdf(pair):
    sign_both(pair)
    sealed = SealedAgreement.objects.select_related("file").get()
    assert (sealed.version, sealed.digest) == (1, digest(pair))
    content = files.read(sealed.file)
    assert sealed.file.sha256 == hashlib.sha256(content).hexdigest()
    assert b"/MarkInfo" in content and b"/StructTreeRoot" in content
    text = pdf_text(content)
    assert "Convention de mentorat" in text
    for person in pair.people:
        assert person.get_full_name() in text
    assert len(mails(kind="mentoring.agreement_sealed")) == 2


def test_amend_agreement_before_any_signature_stays_the_same_version(pair):
    agreement = services.amend_agreement(
        pair=pair,
        by=pair.mentee.person,
        terms=AgreementTerms(own_words="On se tutoie."),
        digest=digest(pair),
    )
    assert agreement.version == 1
    assert not mails(kind="mentoring.agreement_amended")


def test_amend_agreement_once_sealed_makes_a_version_to_sign_again_and_keeps_the_trace(pair):
    sign_both(pair)
    services.amend_agreement(
        pair=pair,
        by=pair.mentee.person,
        terms=AgreementTerms(meetings_per_month=1),
        digest=digest(pair),
    )
    state = selectors.agreement_state(pair)
    assert (state.agreement.version, state.signatures, state.current) == (2, [], None)
    assert [one.version for one in state.sealed] == [1]
    assert [mail.to for mail in mails(kind="mentoring.agreement_amended")] == [
        pair.mentor.person.email
    ]
    sign_both(pair)
    assert [one.version for one in selectors.agreement_state(pair).sealed] == [2, 1]


def test_amend_agreement_by_both_at_once_refuses_the_second(pair):
    read = digest(pair)
    services.amend_agreement(
        pair=pair, by=pair.mentee.person, terms=AgreementTerms(between="Par courriel"), digest=read
    )
    with pytest.raises(Refusal):
        services.amend_agreement(
            pair=pair, by=pair.mentor.person, terms=AgreementTerms(between="Autre"), digest=read
        )


def test_agreement_name_is_never_read_as_markup(db):
    pair = factories.pair(mentee=factories.person('#sys.inputs "quote" $x$ \\'))
    sign_both(pair)
    assert "#sys.inputs" in pdf_text(files.read(SealedAgreement.objects.get().file))
