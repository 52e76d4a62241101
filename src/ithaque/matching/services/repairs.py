"""Repairs: prepared when an announced proposal falls through, announced by a coordinator in one click."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, files, journal
from ithaque.kernel.errors import Refusal
from ithaque.matching import journal as entries
from ithaque.matching import mails, records, rules
from ithaque.matching.enums import Answer, ProposalStatus, RepairStatus, RunStatus
from ithaque.matching.models import MatchRun, Proposal, Repair, RepairOption
from ithaque.matching.people import accompanied, places_taken
from ithaque.matching.repairing import Way, ways_for
from ithaque.matching.services.announcements import last_day, tell, tell_both, with_people
from ithaque.matching.services.suggestions import ask_refresh
from ithaque.matching.slots import propose_slots
from ithaque.matching.words import labels_of
from ithaque.matching.writing import described, summary_of
from ithaque.people.models import Person
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Enrolment
from ithaque.programmes.selectors import coordinators_of, settings_of

OPEN = (RepairStatus.WAITING, RepairStatus.READY)


def prepare(repair_id: int) -> int:
    """Compute the ways to repair and tell the coordinators; return how many there are. Twice stores once."""
    repair = _repairs().get(pk=repair_id)
    if repair.status != RepairStatus.WAITING:
        return repair.options.count()
    if not _still_waits(repair.mentee):
        Repair.objects.filter(pk=repair.pk, status=RepairStatus.WAITING).update(
            status=RepairStatus.LAPSED, settled_at=clock.now()
        )
        return 0
    ways = ways_for(repair)
    options = [_option(repair, way) for way in ways]
    with transaction.atomic():
        ready = Repair.objects.filter(pk=repair.pk, status=RepairStatus.WAITING)
        if not ready.update(status=RepairStatus.READY, ready_at=clock.now()):
            _discard(options)
            return repair.options.count()
        RepairOption.objects.bulk_create(options)
        _tell_team(repair)
    return len(options)


def _repairs() -> Any:
    return Repair.objects.select_related(
        "mentee__person", "mentee__cohort__programme", "lost__mentee", "lost__mentor__person"
    )


def _still_waits(mentee: Enrolment) -> bool:
    here = Enrolment.objects.pairable().filter(pk=mentee.pk)
    return here.exclude(accompanied()).exists()


def _option(repair: Repair, way: Way) -> RepairOption:
    new = set(way.new)
    pairs = [one for one in way.result.pairs if (one.mentee_id, one.mentor_id) in new]
    return RepairOption(
        repair=repair,
        changed=way.changed,
        total=round(way.result.summary.total * 100, 1),
        pairs=[
            {"mentee": one.mentee_id, "mentor": one.mentor_id, "told": described(one)}
            for one in pairs
        ],
        summary=summary_of(way.result),
        record=records.keep(
            way.result.record(), name=f"ithaque-repair-{repair.public_id}.json.gz", by=None
        ),
    )


def _discard(options: list[RepairOption]) -> None:
    for option in options:
        if option.record is not None:
            files.discard(option.record)


def _tell_team(repair: Repair) -> None:
    """Write once a day and cohort: several proposals may fall through together."""
    programme = repair.mentee.cohort.programme
    for coordinator in coordinators_of(programme):
        notify(
            mails.REPAIR_READY,
            to=coordinator,
            context={"programme": programme},
            action=MailAction(
                gettext_lazy("See what is proposed"), reverse("coordination:answers")
            ),
            dedupe_key=f"{mails.REPAIR_READY.code}:{repair.mentee.cohort.public_id}:"
            f"{clock.today():%Y%m%d}:{coordinator.public_id}",
        )


@transaction.atomic
def accept_repair(*, option: RepairOption, by: Person) -> MatchRun:
    """Announce a way to repair: proposals it takes back are withdrawn, the new ones are told to both.

    The run that holds it keeps its record. Refuses what a colleague decided meanwhile, and a way that people’s answers
    have overtaken: then ask for it to be prepared again.
    """
    repair = _held(option.repair)
    cohort = repair.mentee.cohort
    if repair.status != RepairStatus.READY:
        raise Refusal("decided", _("This was decided meanwhile. Nobody was written to."))
    option = RepairOption.objects.select_related("record").get(pk=option.pk)
    people = _people_of(option)
    former = _former(option, people)
    _check(option, people, former)
    for proposal in former:
        proposal.status, proposal.settled_at = ProposalStatus.WITHDRAWN, clock.now()
        proposal.save(update_fields=["status", "settled_at"])
    _check_places(option, people)
    run = _run(repair, option, by)
    made = _announce(run, option, people)
    labels = labels_of(cohort.programme)
    for proposal in with_people(Proposal.objects.filter(pk__in=[one.pk for one in former])):
        tell(mails.REPLACED, proposal, Side.MENTOR, labels)
    for proposal in with_people(Proposal.objects.filter(pk__in=[one.pk for one in made])):
        tell_both(mails.PROPOSED, proposal, labels)
    _settle(repair, RepairStatus.ACCEPTED, by, run)
    journal.record(
        entries.REPAIR_ACCEPTED,
        by=by,
        target=run,
        scope=cohort.programme,
        data={"count": len(made)},
    )
    if settings_of(cohort.programme).wishes.sides:
        ask_refresh(cohort)
    return run


@transaction.atomic
def keep_for_next_run(*, repair: Repair, by: Person) -> Repair:
    """Leave the mentee for the next run; twice changes nothing. Refuses what was announced meanwhile."""
    repair = _held(repair)
    if repair.status == RepairStatus.ACCEPTED:
        raise Refusal("decided", _("This was decided meanwhile. Nobody was written to."))
    if repair.status in OPEN:
        _settle(repair, RepairStatus.KEPT, by)
        journal.record(
            entries.REPAIR_KEPT, by=by, target=repair, scope=repair.mentee.cohort.programme
        )
    return repair


@transaction.atomic
def prepare_again(*, repair: Repair) -> None:
    """Drop the ways prepared and ask for them again, with people as they are now."""
    repair = _held(repair)
    if repair.status == RepairStatus.READY:
        _drop_options(repair)
        repair.status = RepairStatus.WAITING
        repair.save(update_fields=["status"])
        transaction.on_commit(lambda: _enqueue(repair))


def _enqueue(repair: Repair) -> None:
    from ithaque.matching.tasks import prepare_repair

    prepare_repair.enqueue(repair.pk)


def _held(repair: Repair) -> Repair:
    Repair.objects.select_for_update().get(pk=repair.pk)
    found: Repair = _repairs().get(pk=repair.pk)
    return found


def _people_of(option: RepairOption) -> dict[str, Enrolment]:
    """Hold everyone a way concerns, in one order: two coordinators wait for each other."""
    ids = {one[side] for one in option.pairs for side in Side.values}
    rows = Enrolment.objects.select_for_update(of=("self",), no_key=True).filter(public_id__in=ids)
    return {str(one.public_id): one for one in rows.select_related("person").order_by("pk")}


def _former(option: RepairOption, people: dict[str, Enrolment]) -> list[Proposal]:
    mentees = [people[one["mentee"]].pk for one in option.pairs if one["mentee"] in people]
    told = Proposal.objects.filter(mentee__in=mentees, status=ProposalStatus.ANNOUNCED)
    return list(told.select_for_update().order_by("pk"))


def _check(option: RepairOption, people: dict[str, Enrolment], former: list[Proposal]) -> None:
    everybody = {one[side] for one in option.pairs for side in Side.values}
    here = everybody == set(people) and all(rules.is_here(one) for one in people.values())
    unanswered = all(one.mentee_answer == one.mentor_answer == Answer.WAITING for one in former)
    mentees = [people[one["mentee"]] for one in option.pairs if one["mentee"] in people]
    free = (
        Enrolment.objects.filter(pk__in=[one.pk for one in mentees])
        .exclude(pk__in=[one.mentee_id for one in former])
        .exclude(accompanied())
    )
    if here and unanswered and free.count() == len(mentees) - len(former) == 1:
        return
    _refuse_overtaken()


def _check_places(option: RepairOption, people: dict[str, Enrolment]) -> None:
    asked = Counter(people[one["mentor"]].pk for one in option.pairs)
    taken = places_taken(asked)
    capacity = {one.pk: one.capacity for one in people.values()}
    if any(count + taken.get(pk, 0) > capacity[pk] for pk, count in asked.items()):
        _refuse_overtaken()


def _refuse_overtaken() -> None:
    raise Refusal(
        "overtaken",
        _(
            "Someone answered or left meanwhile: this way does not hold any more. Nobody was written to; another is being prepared."
        ),
    )


def _run(repair: Repair, option: RepairOption, by: Person) -> MatchRun:
    cohort = repair.mentee.cohort
    last = MatchRun.objects.filter(cohort=cohort).aggregate(last=Max("number"))["last"] or 0
    now = clock.now()
    return MatchRun.objects.create(
        cohort=cohort,
        number=last + 1,
        status=RunStatus.PUBLISHED,
        asked_by=by,
        progress=100,
        settings=settings_of(cohort.programme).matching.model_dump(mode="json"),
        summary=option.summary,
        record=option.record,
        started_at=repair.created_at,
        finished_at=repair.ready_at or now,
        published_at=now,
    )


def _announce(run: MatchRun, option: RepairOption, people: dict[str, Enrolment]) -> list[Proposal]:
    now = clock.now()
    days = settings_of(run.cohort.programme).proposal_days
    made = [
        Proposal(
            run=run,
            mentee=people[one["mentee"]],
            mentor=people[one["mentor"]],
            status=ProposalStatus.ANNOUNCED,
            announced_at=now,
            **one["told"],
        )
        for one in option.pairs
    ]
    for proposal in made:
        proposal.expires_at = last_day(proposal, days)
    propose_slots(made)
    drafts = Proposal.objects.filter(
        mentee__in=[one.mentee_id for one in made], status=ProposalStatus.DRAFT
    )
    drafts.update(status=ProposalStatus.WITHDRAWN)
    return Proposal.objects.bulk_create(made)


def _settle(repair: Repair, status: str, by: Person, run: MatchRun | None = None) -> None:
    repair.status, repair.settled_at, repair.settled_by, repair.run = status, clock.now(), by, run
    repair.save(update_fields=["status", "settled_at", "settled_by", "run"])
    _drop_options(repair, but=run)


def _drop_options(repair: Repair, but: MatchRun | None = None) -> None:
    """Drop the ways not taken, with their records: only the record of what was announced is kept."""
    for option in repair.options.select_related("record"):
        record = option.record
        option.delete()
        if record is not None and (but is None or record.pk != but.record_id):
            files.discard(record)
