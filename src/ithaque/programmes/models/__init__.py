"""Programmes, their cohorts, their team and the people enrolled."""

from ithaque.programmes.models.cohorts import Cohort
from ithaque.programmes.models.enrolments import Enrolment
from ithaque.programmes.models.guardians import GuardianAuthorisation
from ithaque.programmes.models.programmes import Programme
from ithaque.programmes.models.team import TeamMember

__all__ = ["Cohort", "Enrolment", "GuardianAuthorisation", "Programme", "TeamMember"]
