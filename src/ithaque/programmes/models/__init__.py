"""Programmes, their cohorts, their team, the people enrolled and how they are welcomed."""

from ithaque.programmes.models.cohorts import Cohort
from ithaque.programmes.models.enrolments import Enrolment
from ithaque.programmes.models.guardians import GuardianAuthorisation, GuardianText
from ithaque.programmes.models.interviews import Interview, InterviewSlot
from ithaque.programmes.models.lists import Referral, SavedView
from ithaque.programmes.models.programmes import Programme
from ithaque.programmes.models.references import Reference
from ithaque.programmes.models.team import TeamMember
from ithaque.programmes.models.templates import SavedTemplate
from ithaque.programmes.models.vetting import VettingRecord
from ithaque.programmes.models.waiting import AlarmRest, Fallback

__all__ = [
    "AlarmRest",
    "Cohort",
    "Enrolment",
    "Fallback",
    "GuardianAuthorisation",
    "GuardianText",
    "Interview",
    "InterviewSlot",
    "Programme",
    "Reference",
    "Referral",
    "SavedTemplate",
    "SavedView",
    "TeamMember",
    "VettingRecord",
]
