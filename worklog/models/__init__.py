from worklog.models.rate import DayRate
from worklog.models.seal import MonthSeal
from worklog.models.workday import WorkDay

__all__ = ["DayRate", "MonthSeal", "WorkDay"]
