from fieldwork.models.experiment import Hypothesis, Indicator, Measure
from fieldwork.models.milestone import Deliverable, Milestone, MilestoneMove
from fieldwork.models.stage import Replanning, StageProgress

__all__ = [
    "Deliverable",
    "Hypothesis",
    "Indicator",
    "Measure",
    "Milestone",
    "MilestoneMove",
    "Replanning",
    "StageProgress",
]
