"""What this room stores: match runs and what they propose, decisions taken by hand, imports."""

from ithaque.matching.models.decisions import Decision
from ithaque.matching.models.imports import Import
from ithaque.matching.models.proposals import Proposal, Unmatched
from ithaque.matching.models.runs import MatchRun

__all__ = ["Decision", "Import", "MatchRun", "Proposal", "Unmatched"]
