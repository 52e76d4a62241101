"""The agreement: terms both may change until both have signed the same words; then it is sealed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.kinds import Kind
from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, files, journal
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import documents, mails, paths
from ithaque.mentoring import journal as acts
from ithaque.mentoring.models import Agreement, Company, Pair, SealedAgreement, Signature
from ithaque.mentoring.services.locking import open_to
from ithaque.mentoring.terms import AgreementTerms, digest_of
from ithaque.people.models import Person

PDF = frozenset({"application/pdf"})


@transaction.atomic
def sign_agreement(*, pair: Pair, by: Person, name: str, digest: str) -> Signature:
    """Return the signature of what was on screen, named by its `digest`; signing again changes nothing.

    With the last signature the version is sealed: its words are kept apart, with a PDF, and all are told. Refuses an empty name, and a text that changed since it was read.
    """
    pair = open_to(by, pair)
    agreement = _locked(pair)
    mine = agreement.signatures.filter(version=agreement.version, person=by).first()
    if mine is not None:
        return mine
    _require_same(agreement, digest)
    if not name.strip():
        raise Refusal("name_missing", _("Write your first and last name to sign."), conflict=False)
    signature = Signature.objects.create(
        agreement=agreement,
        version=agreement.version,
        person=by,
        name=" ".join(name.split()),
        digest=digest,
        signed_at=clock.now(),
    )
    journal.record(acts.AGREEMENT_SIGNED, by=by, target=pair, scope=pair.programme)
    if {person.pk for person in pair.people} <= set(signed_by(agreement)):
        _seal(agreement, pair)
    else:
        signed = set(signed_by(agreement))
        for person in pair.others(by):
            if person.pk not in signed:
                _tell(mails.AGREEMENT_WAITING, pair, person, by, _("Read and sign"))
    return signature


@transaction.atomic
def amend_agreement(*, pair: Pair, by: Person, terms: AgreementTerms, digest: str) -> Agreement:
    """Return the agreement with its new terms.

    Once somebody signed, the change makes the next version, to be signed again by all, and the others are
    told; the sealed versions stay. Refuses when the other changed the terms since they were read.
    """
    pair = open_to(by, pair)
    agreement = _locked(pair)
    if terms.model_dump() == agreement.terms:
        return agreement
    _require_same(agreement, digest)
    if agreement.signatures.filter(version=agreement.version).exists():
        agreement.version += 1
    agreement.terms = terms.model_dump()
    agreement.save()
    journal.record(
        acts.AGREEMENT_AMENDED,
        by=by,
        target=pair,
        scope=pair.programme,
        data={"version": agreement.version},
    )
    if agreement.version > 1:
        for person in pair.others(by):
            _tell(mails.AGREEMENT_AMENDED, pair, person, by, _("Read and sign"))
    return agreement


def signed_by(agreement: Agreement) -> list[int]:
    """Return who signed this version, by primary key."""
    found = agreement.signatures.filter(version=agreement.version)
    return list(found.values_list("person_id", flat=True))


def _locked(pair: Pair) -> Agreement:
    agreement = Agreement.objects.select_for_update().get(pair=pair)
    agreement.pair = pair
    return agreement


def _require_same(agreement: Agreement, digest: str) -> None:
    if digest != digest_of(agreement):
        raise Refusal(
            "agreement_changed",
            _(
                "The agreement has changed since you opened it. Read it again below: nothing was signed or changed."
            ),
        )


def _seal(agreement: Agreement, pair: Pair) -> None:
    signatures = list(
        agreement.signatures.filter(version=agreement.version).order_by("signed_at", "pk")
    )
    sealed = SealedAgreement(
        agreement=agreement,
        version=agreement.version,
        text_fr=agreement.text_fr,
        text_en=agreement.text_en,
        terms=agreement.terms,
        digest=digest_of(agreement),
    )
    content = documents.agreement_pdf(sealed, pair, signatures, locale=pair.mentee.person.locale)
    sealed.file = files.keep(content, name=f"convention-{sealed.version}.pdf", accept=PDF)
    sealed.save()
    journal.record(
        acts.AGREEMENT_SEALED, target=pair, scope=pair.programme, data={"version": sealed.version}
    )
    for person in pair.people:
        _tell(mails.AGREEMENT_SEALED, pair, person, pair.other(person), _("Open the agreement"))


def _tell(kind: Kind, pair: Pair, to: Person, other: Person | Company, label: object) -> None:
    notify(
        kind,
        to=to,
        context={"pair": pair, "other": other},
        action=MailAction(label, paths.agreement(pair)),  # type: ignore[arg-type]
    )
