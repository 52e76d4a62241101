"""What a programme decides without code: rhythm, plan, agreement, matching, follow-up, words in public.

Stored as JSON in `Programme.settings`, validated here; every field has a default so that an older
document still reads. Thresholds: docs/decisions (product defaults, no study gives them).
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ithaque.kernel.bilingual import Bilingual

Days = Annotated[int, Field(ge=1, le=365)]
Times = Annotated[int, Field(ge=1, le=10)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AgendaItem(_Part):
    """A timed point of an agenda."""

    minutes: Annotated[int, Field(ge=1, le=240)]
    text: Bilingual


class PlanStep(_Part):
    """A step of the plan of meetings: a port of call of the voyage."""

    key: str
    title: Bilingual
    aim: Bilingual = Bilingual()
    agenda: str = "regular"
    """Key of an agenda of the library (first, regular, midway, closing…)."""


class FollowUp(_Part):
    """When a sign becomes a card: days, times in a row, marks from 1 to 5, or multiples of the agreed rhythm."""

    first_meeting_watch_days: Days = 10
    first_meeting_urgent_days: Days = 21
    silence_watch_factor: float = Field(default=1.5, gt=0)
    silence_urgent_factor: float = Field(default=2.0, gt=0)
    silence_urgent_days: Days = 45
    called_off_watch: Times = 2
    called_off_urgent: Times = 3
    message_watch_days: Days = 7
    message_urgent_days: Days = 14
    pulse_low: Annotated[int, Field(ge=1, le=4)] = 2
    pulse_fall: Annotated[int, Field(ge=1, le=4)] = 2
    pulse_gap: Annotated[int, Field(ge=1, le=4)] = 2
    check_ins_watch: Times = 1
    check_ins_urgent: Times = 2
    goal_watch_days: Days = 30
    goal_urgent_days: Days = 60
    end_watch_days: Days = 30
    end_urgent_days: Days = 14
    quiet_days: Days = 21
    off: list[str] = Field(default_factory=list)
    """Codes of the rules the programme switched off."""
    first_check_in_days: Annotated[int, Field(ge=0, le=60)] = 10
    """Days after the start when each is asked how it begins; 0 asks nothing."""
    check_in_every_days: Annotated[int, Field(ge=0, le=120)] = 30
    """Days between two check-ins afterwards; 0 asks nothing."""


class Signing(_Part):
    """Who signs an agreement beside the pair, and what waits for it.

    Delays are product defaults. The guardian signs for whoever is a minor that day.
    """

    coordinator: bool = False
    guardian: bool = True
    before_meetings: bool = False
    """No meeting is planned while the agreement waits for a signature."""
    remind_days: Annotated[int, Field(ge=1, le=60)] = 5
    """Days a signature waits before it is recalled; three times at most."""


class Closing(_Part):
    """How a pair ends: the ending comes into view so many days before the last one."""

    prepare_days: Annotated[int, Field(ge=7, le=120)] = 30
    keep_months: Annotated[int, Field(ge=1, le=60)] = 24
    """Months a closed space stays readable; then its words are erased (CNIL reference: two years)."""


class Video(_Part):
    """Where meetings at a distance take place, unless the pair writes its own link.

    `here`: our room for two. `address`: the institution's own service, an address where `{room}` becomes a name that
    nobody can guess. `theirs`: each pair writes its link.
    """

    kind: Literal["here", "address", "theirs"] = "here"
    address: str = Field(default="", max_length=300)

    @model_validator(mode="after")
    def _address_is_usable(self) -> Self:
        if self.kind == "address" and not self.address.startswith("https://"):
            raise ValueError("the address of the rooms must start with https://")
        return self


class Supervision(_Part):
    """How messages with a minor are protected; adults among themselves are left alone.

    `announced_under` is the age under which designated adults may read, openly; 18 for every minor, 0 for none.
    `sites` are those whose addresses stay when contact data are hidden, with their subdomains.
    """

    announced_under: Annotated[int, Field(ge=0, le=18)] = 15
    second_adult: bool = False
    """A designated adult is told of what is written, and always reads it."""
    mask_contacts: bool = True
    sites: list[Annotated[str, Field(max_length=80)]] = Field(
        default_factory=lambda: ["gouv.fr", "onisep.fr", "parcoursup.fr", "francetravail.fr"],
        max_length=40,
    )


class Matching(_Part):
    """Criteria with their weights, hard rules and what is sought, in the words of `ithaque.pairing`.

    `maximum_km` and `seniority_steps` serve the rules `distance` and `seniority` where they are followed.
    """

    weights: dict[str, float] = Field(default_factory=dict)
    rules: list[str] = Field(default_factory=list)
    minimum_weekly_hours: int = Field(default=0, ge=0, le=40)
    maximum_km: int = Field(default=50, ge=1, le=1000)
    seniority_steps: int = Field(default=1, ge=1, le=20)
    objective: Literal["total", "balanced", "worst_off", "leximin", "stable"] = "total"
    most_people_first: bool = True


class Wishes(_Part):
    """Who may wish for whom among a few people suggested to them, how many, and when.

    The window is counted in days before the mentoring starts; an always-open cohort has no window: people wish while
    they wait.
    """

    sides: list[Literal["mentee", "mentor"]] = Field(default_factory=list)
    most: int = Field(default=3, ge=1, le=10)
    shown: int = Field(default=5, ge=1, le=12)
    opens_days: Annotated[int, Field(ge=1, le=180)] = 28
    closes_days: Annotated[int, Field(ge=0, le=179)] = 7


class SideVetting(_Part):
    """The steps asked of one side between the form and the match, and their details."""

    steps: list[Literal["interview", "references", "check", "training"]] = Field(
        default_factory=list
    )
    interview_minutes: int = Field(default=30, ge=10, le=180)
    references: int = Field(default=2, ge=1, le=4)
    check_frame: Literal["record", "child_welfare"] = "record"
    check_months: int = Field(default=12, ge=1, le=36)
    training_guides: list[str] = Field(default_factory=list)
    """Keys of the library's guides to read."""
    training_declared: bool = True
    """The person says themselves that they followed it; otherwise a coordinator notes it."""
    training_words: Bilingual = Bilingual()


class Vetting(_Part):
    """What is asked of each side before it may be paired; nothing more by default."""

    mentee: SideVetting = Field(default_factory=SideVetting)
    mentor: SideVetting = Field(default_factory=SideVetting)

    @model_validator(mode="after")
    def _mentees_show_no_record(self) -> Self:
        if "check" in self.mentee.steps:
            raise ValueError("no criminal-record check is asked of a mentee")
        return self

    def of(self, side: str) -> SideVetting:
        """Return what is asked of a side."""
        return self.mentor if side == "mentor" else self.mentee


class Question(_Part):
    """A question people ask, and its answer, on the public page."""

    question: Bilingual
    answer: Bilingual


class PublicPage(_Part):
    """What the public page says beside title and tagline."""

    lede: Bilingual = Bilingual()
    mentee_title: Bilingual = Bilingual()
    mentee_intro: Bilingual = Bilingual()
    mentee_points: list[Bilingual] = Field(default_factory=list)
    mentor_title: Bilingual = Bilingual()
    mentor_intro: Bilingual = Bilingual()
    mentor_points: list[Bilingual] = Field(default_factory=list)
    frame: Bilingual = Bilingual()
    questions: list[Question] = Field(default_factory=list)


class ProgrammeSettings(_Part):
    """Everything a template fills in and a coordinator may change."""

    format: Literal["one_to_one", "circle", "team", "peers", "reverse"] = "one_to_one"
    """How people meet here; other formats may be opened beside, for those who wait."""
    circle_least: int = Field(default=4, ge=2, le=12)
    circle_most: int = Field(default=8, ge=2, le=12)
    """Mentees of a circle, at least and at most."""
    duration_months: int = Field(default=6, ge=1, le=36)
    meetings_per_month: float = Field(default=2, gt=0, le=8)
    meeting_minutes: int = Field(default=60, ge=15, le=240)
    modalities: list[str] = Field(default_factory=lambda: ["remote", "public"])
    plan: list[PlanStep] = Field(default_factory=list)
    mentor_capacity: int = Field(default=2, ge=1, le=20)
    answer_days: Days = 3
    waiting_promise_days: Days = 30
    proposal_days: Days = 14
    always_open: bool = False
    """New cohorts have no closing day: people enrol all year round."""
    rolling_run_days: int = Field(default=0, ge=0, le=90)
    """In an always-open cohort, prepare a match run after so many days; 0 leaves it to the team."""
    minors: bool = False
    vetting: Vetting = Field(default_factory=Vetting)
    signing: Signing = Field(default_factory=Signing)
    closing: Closing = Field(default_factory=Closing)
    video: Video = Field(default_factory=Video)
    supervision: Supervision = Field(default_factory=Supervision)
    indicators: list[str] = Field(default_factory=list, max_length=40)
    """Figures observers read, by code (`ithaque.insight.indicators`), in this order; empty for all."""
    agreement: Bilingual = Bilingual()
    matching: Matching = Field(default_factory=Matching)
    wishes: Wishes = Field(default_factory=Wishes)
    trial_days: Annotated[int, Field(ge=0, le=120)] = 30
    """Days after the start when both confirm or leave without blame; 0 asks nothing."""
    follow_up: FollowUp = Field(default_factory=FollowUp)
    page: PublicPage = Field(default_factory=PublicPage)

    @property
    def format_of_two(self) -> str:
        """Return the format of a pair of two opened here."""
        return self.format if self.format in ("peers", "reverse") else "one_to_one"

    @property
    def rhythm_days(self) -> float:
        """Return the agreed number of days between two meetings."""
        return 30 / self.meetings_per_month
