"""Who may do what with the days of a project; reading them is following the project (`may_follow_project`)."""

from accounts.enums import Role
from accounts.models import Membership
from core.verdicts import YES, Verdict, no, not_now
from regions.models import RegionalProject
from regions.permissions import may_run_project, of_pair

NOT_RETAINED = "Le projet n'est pas retenu : il n'a pas encore de jours à noter."


def of_aract(hat: Membership | None, project: RegionalProject) -> bool:
    """Acts for the Aract of this project, or for the operator that stands in for it."""
    return hat is not None and hat.aract and of_pair(hat, project)


def may_log_days(hat: Membership | None, project: RegionalProject) -> Verdict:
    """Note one's days or a colleague's, take them back, correct a sealed row by a counter-entry (R29, R64)."""
    if not of_aract(hat, project):
        return no("Les jours se notent par l'Aract du projet.")
    return may_run_project(hat, project)


def may_seal_month(hat: Membership | None, project: RegionalProject) -> Verdict:
    """Declare a month final; possible after the closing too, for the last months."""
    if not of_aract(hat, project):
        return no("Un mois se scelle par l'Aract du projet.")
    return YES if getattr(project, "award", None) else not_now(NOT_RETAINED)


def may_see_month(hat: Membership | None, project: RegionalProject) -> Verdict:
    """State that the sealed month was seen: the ARS, which carries the project, does (R26)."""
    if hat is None or not (hat.ars and of_pair(hat, project)):
        return no("C'est l'ARS du projet qui atteste avoir vu un mois scellé.")
    return YES if getattr(project, "award", None) else not_now(NOT_RETAINED)


def may_set_day_rate(hat: Membership | None, project: RegionalProject) -> Verdict:
    """Say what a day of the Aract costs in a year: its signatory does."""
    if hat is None or not of_aract(hat, project) or hat.role != Role.SIGNATORY:
        return no("Le tarif journalier se pose par la personne qui signe pour l'Aract.")
    return YES if getattr(project, "award", None) else not_now(NOT_RETAINED)
