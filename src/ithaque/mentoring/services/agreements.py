"""The agreement: terms both may change until every party has signed the same words; then it is sealed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.kinds import Kind
from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, files, journal
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import documents, mails, parties, paths
from ithaque.mentoring import journal as acts
from ithaque.mentoring.models import (
    Agreement,
    Amendment,
    Company,
    Pair,
    SealedAgreement,
    Signature,
)
from ithaque.mentoring.services.asking import ask_due
from ithaque.mentoring.services.locking import open_to
from ithaque.mentoring.terms import AgreementTerms, digest_of, kept_terms, terms_of
from ithaque.people.models import Person

PDF = frozenset({"application/pdf"})


@transaction.atomic
def sign_agreement(*, pair: Pair, by: Person, name: str, digest: str) -> Signature:
    """Return the signature of what was on screen, named by its `digest`; signing again changes nothing.

    The others of the pair are told, then whoever the programme asks beside it; with the last signature the
    version is sealed: its words are kept apart, with a PDF, and the pair is told. Refuses an empty name, and
    a text that changed since it was read.
    """
    pair = open_to(by, pair)
    agreement = locked_agreement(pair)
    mine = parties.Party(parties.role_in(pair, by), person=by)
    known = mine.signed_in(agreement.signatures.filter(version=agreement.version))
    if known is not None:
        return known
    signature = keep_signature(agreement, name=name, digest=digest, role=mine.role, person=by)
    journal.record(acts.AGREEMENT_SIGNED, by=by, target=pair, scope=pair.programme)
    settle(agreement, pair, by=by)
    return signature


def keep_signature(agreement: Agreement, *, name: str, digest: str, **of: object) -> Signature:
    """Return a signature of the version on screen; refuses an empty name, and words that changed since."""
    require_same(agreement, digest)
    if not name.strip():
        raise Refusal("name_missing", _("Write your first and last name to sign."), conflict=False)
    return Signature.objects.create(
        agreement=agreement,
        version=agreement.version,
        name=" ".join(name.split()),
        digest=digest,
        signed_at=clock.now(),
        **of,
    )


def settle(agreement: Agreement, pair: Pair, *, by: Person | None = None) -> bool:
    """Seal the version once nobody is missing, otherwise ask whoever comes next; tell whether it is sealed."""
    signatures = list(agreement.signatures.filter(version=agreement.version))
    missing = parties.missing_of(parties.parties_of(pair), signatures)
    if missing:
        ask_due(agreement, pair, missing, by=by)
    elif not agreement.sealed.filter(version=agreement.version).exists():
        _seal(agreement, pair)
    return not missing


@transaction.atomic
def amend_agreement(*, pair: Pair, by: Person, terms: AgreementTerms, digest: str) -> Agreement:
    """Return the agreement with its new terms.

    What changed is kept, both sides of it. Once somebody signed, the change makes the next version, to be
    signed again by all, and the others are told; the sealed versions stay. Refuses when another changed the
    terms since they were read.
    """
    pair = open_to(by, pair)
    agreement = locked_agreement(pair)
    before, after = terms_of(agreement), kept_terms(terms, pair)
    if after == before:
        return agreement
    require_same(agreement, digest)
    if agreement.signatures.filter(version=agreement.version).exists():
        agreement.version += 1
    agreement.terms = after.model_dump(mode="json")
    agreement.save()
    Amendment.objects.create(
        agreement=agreement,
        version=agreement.version,
        by=by,
        at=clock.now(),
        before=before.model_dump(mode="json"),
        after=agreement.terms,
    )
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


def locked_agreement(pair: Pair) -> Agreement:
    """Return the agreement of a locked pair, as it is now."""
    agreement = Agreement.objects.select_for_update().get(pair=pair)
    agreement.pair = pair
    return agreement


def require_same(agreement: Agreement, digest: str) -> None:
    """Refuse what no longer is what was read."""
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
    known = agreement.sealed.filter(version=agreement.version).select_related("file").first()
    if known is not None and known.file is not None:
        files.discard(known.file)
    sealed = known or SealedAgreement(
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
