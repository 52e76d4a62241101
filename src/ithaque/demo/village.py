"""The village: three programmes, about sixty people, months of history, all through the services.

Cap Insertion is under way: pairs that sail well, some that fell silent, one that never started, three that
said goodbye, people to validate, a match run to review. Passerelle, at the university, is about to match; beside
it, Vent debout has someone who leads guided by a student.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from ithaque.demo import (
    conversations,
    designs,
    gatherings,
    headwind,
    houses,
    welcome,
    words,
    workbench,
)
from ithaque.demo import relationships as play
from ithaque.demo.stage import Stage, at, calendar, on
from ithaque.demo.told import answer_all, last_announcement, this_morning
from ithaque.kernel.bilingual import Bilingual
from ithaque.matching import services as matching
from ithaque.matching.enums import RunStatus
from ithaque.matching.models import MatchRun
from ithaque.matching.services.runs import compute
from ithaque.mentoring import services
from ithaque.mentoring.enums import CardStatus, ClosurePath, Modality
from ithaque.mentoring.followup import services as followup
from ithaque.mentoring.followup.enums import Outcome
from ithaque.mentoring.followup.evaluation import evaluate_all
from ithaque.mentoring.models import FollowUpCard, Pair
from ithaque.people.enums import OrganisationRole
from ithaque.people.services import add_role, create_organisation
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.programmes.services import (
    create_programme,
    open_programme,
    start_enrolment,
)

Progress = Callable[[int, int, str], None]
MENTEES, MENTORS = 15, 12
LATECOMERS = 5
LAST_OF_FIRST_VERSION = 4


class Village:
    """Plays the scenes in order; `seed` decides every throw of the dice."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.stage = Stage(random.Random(seed))  # noqa: S311 - dice of a demo
        self.nadia = self.stage.enter("nadia")

    def build(self, progress: Progress) -> None:
        """Write the whole world."""
        scenes = (
            self.organisations,
            self.cap_insertion,
            self.first_enrolments,
            self.first_run,
            self.first_pairs,
            self.ines_and_claire,
            self.under_guard,
            lambda: conversations.play(self),
            self.goodbyes,
            self.second_wave,
            self.a_slow_start,
            lambda: last_announcement(self),
            self.this_week,
            self.passerelle,
            lambda: headwind.play(self.stage, self.university),
            lambda: houses.play(self.stage, self.cohort.programme, self.university, self.pairs[3:]),
            lambda: welcome.play(self.stage, self.cohort, self.nadia),
            lambda: gatherings.play(self.cohort, self.nadia),
            self.last_night,
        )
        for number, scene in enumerate(scenes, start=1):
            scene()
            progress(number, len(scenes), "")

    # -- the frame ------------------------------------------------------------------------------

    def organisations(self) -> None:
        with on(-150):
            adele = self.stage.enter("adele")
            self.cap = create_organisation(
                name="Cap Rennes",
                by=adele,
                contact_email="contact@cap-rennes.example",
                legal_notice="Association loi 1901, Rennes",
            )
            self.university = create_organisation(
                name="Université des Deux-Rives",
                by=adele,
                contact_email="mentorat@deux-rives.example",
                legal_notice="Établissement public, Rennes",
            )
            for organisation in (self.cap, self.university):
                add_role(
                    organisation=organisation,
                    person=self.stage.enter("solene"),
                    role=OrganisationRole.SAFEGUARDING_LEAD,
                    by=adele,
                )
            add_role(
                organisation=self.cap,
                person=self.stage.enter("paul"),
                role=OrganisationRole.OBSERVER,
                by=adele,
            )
            self.stage.enter("rita")

    def cap_insertion(self) -> None:
        with on(-145):
            programme = create_programme(
                organisation=self.cap,
                template="youth-insertion",
                by=self.nadia,
                slug="cap-insertion",
                title=Bilingual(fr="Cap Insertion", en="Cap Insertion"),
                tagline=Bilingual(fr="On va plus loin à deux voiles.", en="Two sails go further."),
                audience=Bilingual(
                    fr="Mentorat gratuit, de 16 à 25 ans, à Rennes et à distance",
                    en="Free mentoring, from 16 to 25, in Rennes and at a distance",
                ),
                calendar=calendar("Promotion 2026", opens=-140, closes=25, starts=-110, ends=150),
            )
            open_programme(programme=programme, by=self.nadia)
            self.cohort: Cohort = programme.cohorts.get()

    # -- Cap Insertion --------------------------------------------------------------------------

    def first_enrolments(self) -> None:
        self.mentors = [
            self._enrol("claire", Side.MENTOR, -136, 0),
            self._enrol("thierry", Side.MENTOR, -135, 5),
        ]
        self.mentees = [
            self._enrol("ines", Side.MENTEE, -134, 0),
            self._enrol("moussa", Side.MENTEE, -133, 5, minor=True),
        ]
        for number in range(MENTORS):
            self.mentors.append(self._enrol(None, Side.MENTOR, -132 + number, number))
        for number in range(MENTEES):
            self.mentees.append(self._enrol(None, Side.MENTEE, -131 + number, number))

    def first_run(self) -> None:
        with on(-112, 9):
            run = self._run()
            for mentee, mentor in zip(self.mentees[:2], self.mentors[:2], strict=True):
                run = matching.choose_mentor(run=run, mentee=mentee, mentor=mentor, by=self.nadia)
        with on(-111, 9):
            matching.publish_run(run=run, by=self.nadia)
        answer_all(run, days=-110, refusals=1)

    def first_pairs(self) -> None:
        self.pairs = list(self._pairs_by_start())
        fates = [
            (-99, -85, -70, -54, -39, -24, -10),
            (-98, -82, -66, -51, -36, -20, -6),
            (-97, -80, -64, -49, -33, -18, -4),
            (-96, -81, -65, -50, -34, -19, -5),
            (-98, -83, -67, -52, -38, -22, -8),
            (-95, -79, -62, -48),
            (-97, -82, -68),
        ]
        ordinary = [pair for pair in self.pairs if pair.mentee_id != self.mentees[0].pk]
        for number, pair in enumerate(ordinary):
            play.sign(pair, days=-104)
            days = (
                (-96, -80, -63, -47)
                if pair.mentee_id == self.mentees[1].pk
                else fates[number % len(fates)]
            )
            kind = 3 if len(days) < 5 else 4
            play.meet(self.stage, pair, days, kind=kind)
            goals = self.stage.rng.sample(words.GOALS, 2)
            play.aim(
                self.stage, pair, goals, days=days[1], levels=(self.stage.rng.choice((0, 1)), -1)
            )
            letters = [(days[-1] - 2, 1, words.LETTERS[4]), (days[-1] + 1, 0, words.LETTERS[3])]
            play.write(self.stage, pair, letters)
            if len(days) > 5 and number % 2 == 0:
                self._plan(pair, days=2 + number % 6)
            elif len(days) > 5:
                play.plan_several(pair, days=6 + number % 4)

    def under_guard(self) -> None:
        """Moussa and his mentor changed their terms last week: his father’s signature is awaited."""
        pair = next(pair for pair in self.pairs if pair.mentee_id == self.mentees[1].pk)
        play.amend(pair, days=-6)

    def ines_and_claire(self) -> None:
        pair = next(pair for pair in self.pairs if pair.mentee_id == self.mentees[0].pk)
        ines, claire = pair.mentee.person, pair.mentor.person
        play.sign(pair, days=-103)
        play.meet(self.stage, pair, (-61, -40, -13), kind=4)
        play.aim(self.stage, pair, words.GOALS[:2], days=-55, levels=(0, -1))
        play.pave(pair, words.STEPS)
        with on(-3, 10, 40):
            note = pair.note
            note.refresh_from_db()
            services.write_note(
                pair=pair,
                by=ines,
                revision=note.revision,
                body="Ce qui a plu à Sonia : l’idée de comparer deux fichiers à la main avant d’automatiser. "
                "À raconter en entretien !\n\nPenser à demander la lettre du laboratoire. Le mot « gestion » "
                "revient six fois dans le CV : trouver des verbes.",
            )
        with on(-4, 18):
            for owner, text, due in (
                (ines, "Envoyer la version 3 du CV", 2),
                (claire, "Présenter Inès à Karim, hôpital de Rennes", 4),
                (ines, "Lister cinq structures d’accueil", 11),
            ):
                services.add_action(
                    pair=pair, by=owner, owner=owner, text=text, due_on=at(due).date()
                )
        play.write(self.stage, pair, [(-6, 1, words.LETTERS[1]), (-1, 0, words.LETTERS[0])])
        with on(-5, 20):
            services.plan_meeting(
                pair=pair,
                by=ines,
                starts_at=at(3, 18),
                minutes=50,
                modality=Modality.REMOTE,
                topic="L’accroche du CV",
                agreed=True,
            )

    def goodbyes(self) -> None:
        cast = {mentee.pk for mentee in self.mentees[:2]}
        ordinary = [pair for pair in self.pairs if pair.mentee_id not in cast]
        for number, pair in enumerate(ordinary[:3]):
            path = ClosurePath.EARLY if number == 2 else ClosurePath.PLANNED
            play.end(self.stage, pair, days=-3 - 2 * number, path=path)
            play.look_back(self.stage, pair, self.nadia if number == 1 else None, days=-1)
        with on(-2, 11):
            leaving = ordinary[-1]
            services.ask_closure(pair=leaving, by=leaving.mentor.person, path=ClosurePath.EARLY)

    def second_wave(self) -> None:
        self._enrol("lea", Side.MENTEE, -41, 0)
        for number in range(LATECOMERS):
            self._enrol(None, Side.MENTEE, -40 + number, number + 2)
            if number < 3:
                self._enrol(None, Side.MENTOR, -42 + number, number + 2)
        with on(-32, 9):
            run = self._run()
            matching.publish_run(run=run, by=self.nadia)
        before = {pair.pk for pair in self.pairs}
        answer_all(run, days=-32, refusals=0)
        fresh = [pair for pair in self._pairs_by_start() if pair.pk not in before]
        for number, pair in enumerate(fresh):
            if number != 0:  # the first never met: the coordinator's urgent card
                play.sign(pair, days=-22, team=number != 1)
                play.meet(self.stage, pair, (-18, -4) if number % 2 else (-20,), kind=4)
        with on(-30, 5):
            evaluate_all()
        self._settle_some_cards()

    def a_slow_start(self) -> None:
        """Two weeks ago, one more pair: both said yes, and no meeting yet."""
        self._enrol(None, Side.MENTEE, -20, 1)
        self._enrol(None, Side.MENTOR, -20, 1)
        with on(-14, 9):
            run = self._run()
            matching.publish_run(run=run, by=self.nadia)
        answer_all(run, days=-14, refusals=0)

    def this_week(self) -> None:
        for number in range(7):
            self._enrol(None, Side.MENTEE, -11 + number, number)
        self._enrol(None, Side.MENTEE, -9, 6, only=("sat-8",))
        for number in range(2):
            self._enrol(None, Side.MENTOR, -8 + number, number + 1)
        for number, side in enumerate((Side.MENTEE, Side.MENTEE, Side.MENTOR)):
            self.stage.enrol(
                self.cohort, self.stage.villager(side), side, days=-2, field_number=number + 4
            )
        with on(-1, 21):
            start_enrolment(
                cohort=self.cohort, person=self.stage.villager(Side.MENTEE), side=Side.MENTEE
            )
        with on(-2, 16):
            self._run()
        with on(-1, 16):
            workbench.weigh_again(self.cohort.programme, by=self.nadia)
            workbench.decide(self._run(), by=self.nadia)

    # -- Passerelle -----------------------------------------------------------------------------

    def passerelle(self) -> None:
        oscar = self.stage.enter("oscar")
        with on(-32):
            programme = create_programme(
                organisation=self.university,
                template="student-alumni",
                by=oscar,
                slug="passerelle",
                title=Bilingual(fr="Passerelle", en="Gangway"),
                calendar=calendar("Automne 2026", opens=-30, closes=12, starts=20, ends=200),
            )
            designs.draw(programme, by=oscar)
            open_programme(programme=programme, by=oscar)
            cohort = programme.cohorts.get()
        for number in range(12):
            if number == LAST_OF_FIRST_VERSION:
                with on(-20 + number, 8):
                    designs.reword(programme.mentee_form, by=oscar)
            side = Side.MENTEE if number < 7 else Side.MENTOR
            waiting = number in (5, 6, 11)
            self.stage.enrol(
                cohort,
                self.stage.villager(side),
                side,
                days=-20 + number,
                field_number=number,
                coordinator=None if waiting else oscar,
            )
        with on(-2, 16):
            designs.leave_a_draft(programme.mentee_form, by=oscar)
        with on(-1, 11):
            run = matching.ask_run(cohort=cohort, by=oscar)
            compute(run.pk)

    def last_night(self) -> None:
        with on(0, 4, 30):
            evaluate_all()
        this_morning(self)

    # -- gestures -------------------------------------------------------------------------------

    def _enrol(
        self,
        key: str | None,
        side: str,
        days: int,
        number: int,
        *,
        minor: bool = False,
        only: tuple[str, ...] = (),
    ) -> Enrolment:
        person = self.stage.enter(key) if key else self.stage.villager(side)
        return self.stage.enrol(
            self.cohort,
            person,
            side,
            days=days,
            field_number=number,
            minor=minor,
            only=only,
            coordinator=self.nadia,
        )

    def _run(self) -> MatchRun:
        run = matching.ask_run(cohort=self.cohort, by=self.nadia)
        compute(run.pk)
        run.refresh_from_db()
        if run.status == RunStatus.FAILED:
            raise RuntimeError(f"the demo's match run failed: {run.failure}")
        return run

    def _pairs_by_start(self) -> list[Pair]:
        return list(
            Pair.objects.filter(cohort=self.cohort)
            .select_related(
                "agreement", "note", "mentor__person", "mentee__person", "cohort__programme"
            )
            .order_by("pk")
        )

    def _plan(self, pair: Pair, *, days: int) -> None:
        with on(-3, 20):
            services.plan_meeting(
                pair=pair,
                by=pair.mentor.person,
                starts_at=at(days, self.stage.rng.choice((12, 17, 18))),
                minutes=60,
            )

    def _settle_some_cards(self) -> None:
        outcomes = (Outcome.RESUMED, Outcome.MEETING_SET)
        for number, card in enumerate(
            FollowUpCard.objects.filter(status=CardStatus.OPEN).order_by("pk")[:2]
        ):
            with on(-3 + number, 15):
                followup.close_card(
                    card=card, outcome=outcomes[number], by=self.nadia, note="Appel, dix minutes."
                )
