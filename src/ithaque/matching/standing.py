"""Pairs of a file beside a cohort: who these people are, what each line would do, and each problem in words.

Nothing here writes. The number of queries does not depend on the number of lines.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property

from django.utils.translation import gettext as _

from ithaque.kernel import clock
from ithaque.matching import rules
from ithaque.matching.composing import PLACEHOLDER
from ithaque.matching.couples import Couple, Named, columns_of, read_couples
from ithaque.matching.engine import PROMISED, settings_in
from ithaque.matching.enums import ProposalStatus
from ithaque.matching.intake import Trouble, faults_in_words, table_of
from ithaque.matching.models import Import, Proposal
from ithaque.matching.naming import engine_words
from ithaque.matching.people import gather, places_taken
from ithaque.mentoring.models import PairMember
from ithaque.pairing import Problem
from ithaque.pairing.intake import Table
from ithaque.pairing.intake.header import fold
from ithaque.pairing.settings import PROTECTIVE
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.programmes.selectors import settings_of
from ithaque.programmes.services import Given

READY, ENROL, RULED, KNOWN, WRONG = "ready", "enrol", "ruled", "known", "wrong"
"""What a line would do: form a pair, enrol someone first, need a word of the coordinator, nothing new, be left out."""
LIKE = 0.82
MOST_PAIRS = 5_000


@dataclass
class Line:
    """A pair of the file and what would become of it; `mentee` and `mentor` are None for people to enrol."""

    couple: Couple
    mentee: Enrolment | None = None
    mentor: Enrolment | None = None
    fate: str = READY
    rules: tuple[str, ...] = ()
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def newcomers(self) -> dict[str, Given]:
        """Return who must be enrolled first, by side."""
        sides = ((Side.MENTEE, self.mentee), (Side.MENTOR, self.mentor))
        return {side: given_of(getattr(self.couple, side)) for side, known in sides if not known}

    def wrong(self, said: str, to_do: str) -> None:
        """Leave the line out."""
        self.fate = WRONG
        self.troubles.append(
            Trouble(self.couple.line, "", said, _("The line is left out."), to_do, True)
        )

    def note(self, said: str, to_do: str, *, column: str = "", kept: str = "") -> None:
        """Say something of the line without leaving it out."""
        self.troubles.append(Trouble(self.couple.line, column, said, kept, to_do, False))


@dataclass
class Standing:
    """Every line of a file of pairs with its fate."""

    table: Table
    lines: list[Line]
    unreadable: list[Trouble] = field(default_factory=list)

    def of(self, *fates: str) -> list[Line]:
        """Return the lines of some fates."""
        return [one for one in self.lines if one.fate in fates]

    def troubles(self) -> list[Trouble]:
        """Return everything worth a look, in words, in the order of the lines."""
        found = [*self.unreadable, *(one for line in self.lines for one in line.troubles)]
        return sorted(found, key=lambda one: (one.line, not one.blocking))

    @cached_property
    def bad_lines(self) -> set[int]:
        """Return the lines left out because something is wrong."""
        return {one.line for one in self.troubles() if one.blocking}


def given_of(named: Named) -> Given:
    """Return someone to enrol as the programme enrols the people of a file."""
    written = named.email or fold(named.name).replace(" ", "-") or named.name
    key = hashlib.sha256(written.casefold().encode()).hexdigest()
    first, _space, last = named.name.partition(" ")
    return Given(named.email or f"{key[:32]}@{PLACEHOLDER}", first, last, source_key=key)


def standing_of(import_: Import, table: Table | None = None) -> Standing:
    """Return what each line of a file of pairs would do in its cohort today."""
    table = table or table_of(import_)
    couples = read_couples(table, columns_of(table, import_.mapping.get("columns", {})))
    directory = _Directory(import_.cohort)
    couples = directory.completed(couples)
    standing = Standing(table, [], faults_in_words(table.faults))
    standing.lines = [_line(couple, directory) for couple in couples]
    _only_once(standing.lines)
    _beside_what_is(standing.lines)
    _within_places(standing.lines, settings_of(import_.cohort.programme).mentor_capacity)
    _under_rules(standing.lines, import_.cohort)
    return standing


class _Directory:
    """The people enrolled in a cohort, by address and by name."""

    def __init__(self, cohort: Cohort) -> None:
        self.by_mail: dict[tuple[str, str], Enrolment] = {}
        self.by_name: dict[tuple[str, str], list[Enrolment]] = defaultdict(list)
        for one in cohort.enrolments.select_related("person").order_by("pk"):
            person = one.person
            self.by_mail[one.side, person.email.casefold()] = one
            said = {
                fold(f"{person.first_name} {person.last_name}"),
                fold(f"{person.last_name} {person.first_name}"),
            }
            for name in said - {""}:
                self.by_name[one.side, name].append(one)

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """Return, by side, the folded names with how each is written."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for (side, name), people in self.by_name.items():
            found[side][name] = people[0].person.get_full_name()
        return found

    def completed(self, couples: list[Couple]) -> list[Couple]:
        """Give someone named without an address the one another line gives to the same name."""
        addresses: dict[tuple[str, str], set[str]] = defaultdict(set)
        for couple in couples:
            for side in Side.values:
                named: Named = getattr(couple, side)
                if named.email and named.name:
                    addresses[side, fold(named.name)].add(named.email)

        def whole(side: str, named: Named) -> Named:
            known = addresses.get((side, fold(named.name)), set())
            return (
                replace(named, email=min(known)) if not named.email and len(known) == 1 else named
            )

        return [
            replace(
                one, mentee=whole(Side.MENTEE, one.mentee), mentor=whole(Side.MENTOR, one.mentor)
            )
            for one in couples
        ]

    def find(self, line: Line, side: str) -> Enrolment | None:
        """Return the enrolment someone of a line has on a side, None for somebody new; say what is wrong."""
        named: Named = getattr(line.couple, side)
        if not named.said:
            line.wrong(_missing(side), _("Complete the line and send the file again."))
            return None
        other = Side.MENTOR if side == Side.MENTEE else Side.MENTEE
        if named.email:
            known = self.by_mail.get((side, named.email))
            elsewhere = self.by_mail.get((other, named.email))
        else:
            homonyms = self.by_name.get((side, fold(named.name)), [])
            if len(homonyms) > 1:
                line.wrong(
                    _("Several people are called %(name)s in this cohort.") % {"name": named.name},
                    _("Write their e-mail address in the file and send it again."),
                )
                return None
            known = homonyms[0] if homonyms else None
            elsewhere = next(iter(self.by_name.get((other, fold(named.name)), [])), None)
        if known is None and elsewhere is not None:
            line.wrong(_on_the_other_side(side, named), _("Check the two columns of the line."))
        elif known is None:
            self._unknown(line, side, named)
        return known

    def _unknown(self, line: Line, side: str, named: Named) -> None:
        name = fold(named.name)
        near = get_close_matches(name, self.names[side], 1, LIKE) if name else []
        to_do = (
            _("Perhaps you mean %(name)s: then correct the line.")
            % {"name": self.names[side][near[0]]}
            if near
            else _("Choose beside whether people who are not enrolled are enrolled, or left out.")
        )
        line.note(_("%(name)s is not enrolled in this cohort.") % {"name": named.said}, to_do)
        if line.fate == READY:
            line.fate = ENROL


def _missing(side: str) -> str:
    if side == Side.MENTEE:
        return _("The line does not say who the mentee is.")
    return _("The line does not say who the mentor is.")


def _on_the_other_side(side: str, named: Named) -> str:
    if side == Side.MENTEE:
        said = _("%(name)s is enrolled as a mentor, not as a mentee.")
    else:
        said = _("%(name)s is enrolled as a mentee, not as a mentor.")
    return said % {"name": named.said}


def _line(couple: Couple, directory: _Directory) -> Line:
    line = Line(couple)
    line.mentee = directory.find(line, Side.MENTEE)
    line.mentor = directory.find(line, Side.MENTOR)
    _read_days(line)
    if couple.ended or (couple.ends_on is not None and couple.ends_on < clock.today()):
        line.wrong(
            _("This pair is over: there is nothing to open."),
            _("Take the line out of the file, or correct its status and its last day."),
        )
    if _key(line, Side.MENTEE) == _key(line, Side.MENTOR):
        line.wrong(
            _("The mentor and the mentee are the same person."), _("Correct one of the two.")
        )
    for known in (line.mentee, line.mentor):
        if known is not None and not rules.is_here(known):
            line.wrong(
                _("%(name)s cannot be paired today: their enrolment is “%(status)s”.")
                % {"name": known.person.get_full_name(), "status": known.get_status_display()},
                _("Validate their enrolment, then send the file again."),
            )
    return line


def _read_days(line: Line) -> None:
    """Keep aside the cells that say no day, and a last day that comes before the first."""
    couple = line.couple
    for column, written in couple.unread:
        line.note(
            _("“%(written)s” cannot be read.") % {"written": written},
            _("Correct it and send the file again if it matters."),
            column=column,
            kept=_("The cell is kept aside; the rest of the line is used."),
        )
    if couple.starts_on and couple.ends_on and couple.ends_on <= couple.starts_on:
        line.couple = replace(couple, starts_on=None, ends_on=None)
        line.note(
            _("The last day comes before the first."),
            _("Correct them if they matter."),
            kept=_("Both are kept aside: the pair starts today, for the length of the programme."),
        )
    elif couple.starts_on and couple.starts_on > clock.today():
        line.couple = replace(couple, starts_on=None)
        line.note(
            _("The first day is to come."),
            _("Import this line on that day if it matters."),
            kept=_("The pair starts today."),
        )


def _key(line: Line, side: str) -> str:
    """Return what tells a person of the file from the others."""
    known: Enrolment | None = getattr(line, side)
    return str(known.person_id) if known else given_of(getattr(line.couple, side)).source_key


def _only_once(lines: list[Line]) -> None:
    """A mentee stands on one line: the first that can be used."""
    seen: dict[str, Line] = {}
    for line in lines:
        if line.fate == WRONG:
            continue
        first = seen.setdefault(_key(line, Side.MENTEE), line)
        if first is line:
            continue
        number = {"name": line.couple.mentee.said, "line": first.couple.line}
        if _key(first, Side.MENTOR) == _key(line, Side.MENTOR):
            said = _("The same pair stands on line %(line)d already.") % number
        else:
            said = _("%(name)s has another mentor on line %(line)d already.") % number
        line.wrong(said, _("Keep one of the two lines."))


def _beside_what_is(lines: list[Line]) -> None:
    """Tell the pairs that exist already, and the mentees who have someone else."""
    mentees = [one.mentee.pk for one in lines if one.mentee is not None and one.fate != WRONG]
    paired = PairMember.objects.filter(enrolment__in=mentees, holds_place=True)
    told = Proposal.objects.filter(mentee__in=mentees, status=ProposalStatus.ANNOUNCED)
    found = {mentee: (mentor, True) for mentee, mentor in told.values_list("mentee", "mentor")}
    couples = paired.values_list("enrolment", "pair__mentor")
    found |= {mentee: (mentor, False) for mentee, mentor in couples}
    for line in lines:
        if line.fate == WRONG or line.mentee is None or line.mentee.pk not in found:
            continue
        mentor, proposed = found[line.mentee.pk]
        if line.mentor is not None and line.mentor.pk == mentor:
            line.fate, line.troubles = KNOWN, []
            continue
        name = {"name": line.mentee.person.get_full_name()}
        if proposed:
            said = _("%(name)s was proposed someone else, and the answer is awaited.") % name
            line.wrong(said, _("Withdraw that proposal first, or leave it its chance."))
        else:
            said = _("%(name)s is already in a pair with someone else.") % name
            line.wrong(said, _("Close that pair first if it is over."))


def _within_places(lines: list[Line], most: int) -> None:
    """Leave out the lines that would give a mentor more people than places; newcomers get those they need."""
    here = {one.mentor.pk: one.mentor for one in lines if one.mentor is not None}
    held: Counter[str] = Counter()
    for pk, places in places_taken(here).items():
        held[str(here[pk].person_id)] = places
    for line in lines:
        if line.fate in (WRONG, KNOWN):
            continue
        key = _key(line, Side.MENTOR)
        room = line.mentor.capacity if line.mentor is not None else most
        if held[key] >= room:
            name = line.mentor.person.get_full_name() if line.mentor else line.couple.mentor.said
            line.wrong(
                _("%(name)s has no place left.") % {"name": name},
                _("Give them one more place on their page, then send the file again."),
            )
        else:
            held[key] += 1


def _under_rules(lines: list[Line], cohort: Cohort) -> None:
    """Say which rules of the programme exclude a pair; those that protect or were promised are never set aside."""
    asked = [one for one in lines if one.fate in (READY, ENROL) and one.mentee and one.mentor]
    broken = rules_against(cohort, [(one.mentee, one.mentor) for one in asked])  # type: ignore[misc]
    for line in asked:
        against = broken.get((line.mentee.pk, line.mentor.pk), ())  # type: ignore[union-attr]
        if not against:
            continue
        named = ", ".join(engine_words.rule(code) for code in against)
        said = _("A rule of the programme excludes this pair: %(rules)s.") % {"rules": named}
        if PROTECTIVE & set(against):
            line.wrong(said, _("This rule protects minors: the pair cannot be formed."))
        elif PROMISED & set(against):
            line.wrong(
                said, _("People were promised that this rule always holds: speak with them.")
            )
        else:
            line.fate, line.rules = RULED, against
            line.note(said, _("Confirm beside that you take it all the same, or leave it out."))


def rules_against(
    cohort: Cohort, couples: Iterable[tuple[Enrolment, Enrolment]]
) -> Mapping[tuple[int, int], tuple[str, ...]]:
    """Return the hard rules that exclude some couples who wait to be paired, by their rows."""
    keys = {(str(a.public_id), str(b.public_id)): (a.pk, b.pk) for a, b in couples}
    if not keys:
        return {}
    gathered = gather(cohort, only=[pk for couple in keys.values() for pk in couple])
    settings = replace(
        settings_in(settings_of(cohort.programme)),
        forbids=tuple(gathered.forbids),
        broken=tuple(gathered.broken),
    )
    mentees = {one.id: one for one in gathered.mentees}
    mentors = {one.id: one for one in gathered.mentors}
    hard = Problem(gathered.mentees, gathered.mentors, settings).rules
    found = {}
    for (mentee, mentor), couple in keys.items():
        if mentee in mentees and mentor in mentors:
            against = [one.code for one in hard if one.forbids(mentees[mentee], mentors[mentor])]
            found[couple] = tuple(dict.fromkeys(against))
    return found
