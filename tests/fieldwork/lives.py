"""Retained projects with planned stages, for the tests of fieldwork."""

from datetime import timedelta
from decimal import Decimal

from calls.enums import Vocabulary
from calls.models import Term
from regions.models import RegionalProject, StagePlan
from tests.regions.lives import TODAY, Life, term

CODES = ("CADRAGE", "MOBILISATION", "ENQUETE", "ANIMATION", "CAPITALISATION", "COORDINATION")


def stage(code: str = "ENQUETE") -> Term:
    return term(Vocabulary.STAGE, code, position=CODES.index(code) + 1)


def plan(project: RegionalProject, code: str = "ENQUETE", *, begins: int = -20, ends: int = 20) -> StagePlan:
    """Planned around today, in days from it."""
    return StagePlan.objects.create(
        project=project,
        stage=stage(code),
        planned_days=Decimal(12),
        starts_on=TODAY + timedelta(days=begins),
        ends_on=TODAY + timedelta(days=ends),
    )


def experiment(**kwargs) -> Life:
    return Life(call__phase__code="experimentation", **kwargs)
