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
from ithaque.mentoring.models import Agreement, Pair, SealedAgreement, Signature
from ithaque.mentoring.services.locking import open_to
from ithaque.mentoring.terms import AgreementTerms, digest_of
from ithaque.people.models import Person

PDF = frozenset({"application/pdf"})


@transaction.atomic
def sign_agreement(*, pair: Pair, by: Person, name: str, digest: str) -> Signature:
    """Return the signature of what was on screen, named by its `digest`; signing again changes nothing.

    With the second signature the version is sealed: its words are kept apart, with a PDF, and both are
    told. Refuses an empty name, and a text that changed since it was read.
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
    if agreement.signatures.filter(version=agreement.version).count() == len(pair.people):
        _seal(agreement, pair)
    else:
        _tell(mails.AGREEMENT_WAITING, pair, pair.other(by), by, _("Read and sign"))
    return signature


@transaction.atomic
def amend_agreement(*, pair: Pair, by: Person, terms: AgreementTerms, digest: str) -> Agreement:
    """Return the agreement with its new terms.

    Once somebody signed, the change makes the next version, to be signed again by both, and the other is
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
        _tell(mails.AGREEMENT_AMENDED, pair, pair.other(by), by, _("Read and sign"))
    return agreement


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


def _tell(kind: Kind, pair: Pair, to: Person, other: Person, label: object) -> None:
    notify(
        kind,
        to=to,
        context={"pair": pair, "other": other},
        action=MailAction(label, paths.agreement(pair)),  # type: ignore[arg-type]
    )
