"""What every scene of the world needs: a clock that travels, a dice, people made once."""

from __future__ import annotations

import contextlib
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress

from ithaque.demo.cast import BY_KEY, PASSWORD, Character
from ithaque.demo.names import ELDER_FIRST_NAMES, FIRST_NAMES, LAST_NAMES
from ithaque.demo.profiles import FIELDS, Profile
from ithaque.kernel import clock
from ithaque.people.models import Person
from ithaque.people.services import create_person
from ithaque.programmes.enums import Side, StepOutcome
from ithaque.programmes.enums import Stage as Step
from ithaque.programmes.gates import steps_asked
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.programmes.selectors import settings_of
from ithaque.programmes.services import (
    Calendar,
    record_step,
    start_enrolment,
    submit_enrolment,
    validate_enrolment,
)
from ithaque.questionnaires.schema import FormSchema
from ithaque.questionnaires.services import save_answers

ZONE = ZoneInfo("Europe/Paris")


def at(days: int, hour: int = 10, minute: int = 0) -> datetime:
    """Return the instant so many days from today (negative: ago), Paris time."""
    day = datetime.now(ZONE).date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


@contextlib.contextmanager
def on(days: int, hour: int = 10, minute: int = 0) -> Iterator[datetime]:
    """Play a scene so many days from today."""
    moment = at(days, hour, minute)
    with clock.at(moment):
        yield moment


def calendar(name: str, *, opens: int, closes: int, starts: int, ends: int) -> Calendar:
    """Return a cohort's calendar, in days from today."""
    return Calendar(name, *(at(days).date() for days in (opens, closes, starts, ends)))


@dataclass
class Stage:
    """The dice and the people of one world."""

    rng: random.Random
    people: dict[str, Person] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def enter(self, key: str) -> Person:
        """Return one of the cast, with a password and a verified address."""
        if key not in self.people:
            self.people[key] = self._account(BY_KEY[key])
        return self.people[key]

    def villager(self, side: str) -> Person:
        """Return someone new, with an address nobody can own."""
        first, last, email = self.identity(elder=side == Side.MENTOR)
        return create_person(email=email, first_name=first, last_name=last)

    def identity(self, *, elder: bool) -> tuple[str, str, str]:
        """Return a first name, a last name and an address of nobody yet."""
        first = self.rng.choice(ELDER_FIRST_NAMES if elder else FIRST_NAMES)
        last = self.rng.choice(LAST_NAMES).replace("_", " ")
        return first, last, self._address(first, last)

    def enrol(
        self,
        cohort: Cohort,
        person: Person,
        side: str,
        *,
        days: int,
        field_number: int,
        minor: bool = False,
        only: tuple[str, ...] = (),
        coordinator: Person | None = None,
    ) -> Enrolment:
        """Play an enrolment: form filled and sent that day, validated the next when `coordinator` is given."""
        field = FIELDS[field_number % len(FIELDS)]
        profile = Profile(
            side, field, self.rng, minor, easy=person in self.people.values(), only=only
        )
        with on(days, self.rng.randint(9, 20), self.rng.randint(0, 59)):
            enrolment = start_enrolment(cohort=cohort, person=person, side=side)
            assert enrolment.sheet is not None
            schema = FormSchema.model_validate(enrolment.sheet.version.schema)
            save_answers(sheet=enrolment.sheet, answers=profile.answers(schema), by=person)
            if minor:
                self._guardian(enrolment)
            enrolment = submit_enrolment(enrolment=enrolment, by=person)
        if coordinator is not None:
            with on(days + 1, 10, self.rng.randint(0, 59)):
                self._vet(enrolment, coordinator)
                enrolment = validate_enrolment(enrolment=enrolment, by=coordinator)
        return enrolment

    def _vet(self, enrolment: Enrolment, coordinator: Person) -> None:
        """Pass every step the programme asks, and for a mentor the check and the training in any case."""
        settings = settings_of(enrolment.cohort.programme)
        steps = set(steps_asked(enrolment.side, settings)[1:])
        if enrolment.side == Side.MENTOR:
            steps |= {Step.CHECK, Step.TRAINING}
        until = clock.today(ZONE) + timedelta(days=365)
        for step in sorted(steps):
            record_step(
                enrolment=enrolment,
                step=step,
                outcome=StepOutcome.PASSED,
                by=coordinator,
                valid_until=until if step == Step.CHECK else None,
                seen_by_me=True,
            )

    def _guardian(self, enrolment: Enrolment) -> None:
        from ithaque.programmes.services import authorise_as_guardian, name_guardian

        guardian = name_guardian(
            enrolment=enrolment,
            name=f"Fatou {enrolment.person.last_name}",
            email=f"parent-{enrolment.person.email}",
            by=enrolment.person,
        )
        authorise_as_guardian(guardian=guardian)

    def _account(self, character: Character) -> Person:
        person = create_person(
            email=character.email,
            first_name=character.first_name,
            last_name=character.last_name,
            locale=character.locale,
        )
        person.is_superuser = character.role == "administrator"
        person.set_password(PASSWORD)
        person.save()
        EmailAddress.objects.get_or_create(
            user=person, email=person.email, defaults={"verified": True, "primary": True}
        )
        return person

    def _address(self, first: str, last: str) -> str:
        bare = unicodedata.normalize("NFKD", f"{first}.{last}".lower().replace("ı", "i"))
        name = "".join(c for c in bare if c.isascii() and (c.isalnum() or c == ".")) or "someone"
        address, number = name, 1
        while address in self.taken:
            number += 1
            address = f"{name}{number}"
        self.taken.add(address)
        return f"{address}@ithaque.example"
