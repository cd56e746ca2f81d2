"""Who may do what in a region, outside the fiche itself."""

from accounts.enums import Role
from accounts.models import Membership, Region
from calls.models import Call
from core.verdicts import YES, Verdict, no, not_now
from core.wording import day
from regions.models import Participation, RegionalProject


def may_read_participations(hat: Membership | None) -> Verdict:
    """The page of an establishment's participations; pairs read theirs in the fiche."""
    if hat is not None and hat.role == Role.CONTACT:
        return YES
    return no("Cette page est celle des référents de structure.")


def may_confirm_participation(hat: Membership | None, participation: Participation) -> Verdict:
    """Commit the establishment to the collective action (R33); its own contact does."""
    if hat is None or hat.role != Role.CONTACT or participation.establishment.organisation_id != hat.organisation_id:
        return no("Seul le référent de la structure confirme son engagement.")
    if participation.confirmed_at is not None:
        return no("L'engagement de la structure est déjà confirmé.")
    if participation.left_on is not None:
        return no("La structure ne participe plus à ce projet.")
    if participation.project.call.concluded_at is not None and not joined_afterwards(participation):
        return no("L'appel est conclu : il n'y a plus d'engagement à confirmer.")
    return YES


def joined_afterwards(participation: Participation) -> bool:
    """Whether the structure joined after the award of a project that still runs: its commitment is still awaited."""
    granted = getattr(participation.project, "award", None)
    return granted is not None and granted.closed_on is None and participation.joined_on > granted.awarded_on


def steers(hat: Membership | None) -> bool:
    """Follows every region's projects for DGOS or Anact; rapporteurs do not, who may have to judge the next ones."""
    return hat is not None and hat.is_national(Role.SECRETARY, Role.PRESIDENT, Role.SIGNATORY)


def may_follow_network(hat: Membership | None) -> Verdict:
    """See where all projects stand."""
    return YES if steers(hat) else no("Le suivi du réseau est réservé à la DGOS et à l'Anact.")


def may_follow_region(hat: Membership | None, region: Region) -> Verdict:
    """See a region's projects, alerts and dates."""
    if steers(hat) or (hat is not None and hat.regional and hat.organisation.region_id == region.pk):
        return YES
    return no("La page d'une région se lit par son ARS, son Aract, la DGOS et l'Anact.")


def of_pair(hat: Membership | None, project: RegionalProject) -> bool:
    """Acts for the ARS or the Aract of this project."""
    return hat is not None and (
        (hat.ars and hat.organisation_id == project.ars_id) or (hat.aract and hat.organisation_id == project.aract_id)
    )


def may_follow_project(hat: Membership | None, project: RegionalProject) -> Verdict:
    """Read a project's life: meetings, stages, days, money."""
    if of_pair(hat, project) or steers(hat):
        return YES
    return no("La vie d'un projet se lit par son ARS, son Aract, la DGOS et l'Anact.")


def may_run_project(hat: Membership | None, project: RegionalProject) -> Verdict:
    """Act on the life of a retained project that is not closed; either of the pair does."""
    if not of_pair(hat, project):
        return no("Seules l'ARS et l'Aract de ce projet le conduisent.")
    granted = getattr(project, "award", None)
    if granted is None:
        return not_now("Le projet n'est pas retenu : sa vie après la décision n'a pas commencé.")
    if granted.closed_on is not None:
        return not_now(f"Le projet est clos depuis le {day(granted.closed_on)}.")
    return YES


def may_close_project(hat: Membership | None, project: RegionalProject) -> Verdict:
    """State that the exploration is over: the ARS, which carries the project, does (R24, R26)."""
    if hat is None or not (hat.ars and of_pair(hat, project)):
        return no("La clôture revient à l'ARS, qui porte le projet.")
    return may_run_project(hat, project)


def may_contest_priority(hat: Membership | None, participation: Participation) -> Verdict:
    """Say why the priority computed for a structure is wrong; either of its pair does, until the call is concluded."""
    if not of_pair(hat, participation.project):
        return no("Seules l'ARS et l'Aract de ce projet contestent la priorité d'une de ses structures.")
    if participation.project.call.concluded_at is not None:
        return not_now("L'appel est conclu : la priorité ne se conteste plus.")
    return YES


def may_answer_contest(hat: Membership | None, call: Call) -> Verdict:
    """Keep or correct a priority that a pair contests, or answer again, until the call is concluded."""
    if hat is None or not hat.is_national(Role.SECRETARY):
        return no("Seul le secrétariat de la DGOS ou de l'Anact répond à une contestation de priorité.")
    if call.concluded_at is not None:
        return not_now("L'appel est conclu : la priorité ne change plus.")
    return YES


def may_set_priority(hat: Membership | None, call: Call) -> Verdict:
    """State on what conditions participants of the earlier call have priority (R68), until the call is concluded."""
    if hat is None or not hat.is_national(Role.SECRETARY):
        return no("Seul le secrétariat de la DGOS ou de l'Anact écrit les conditions de priorité.")
    if call.concluded_at is not None:
        return not_now("L'appel est conclu : ses conditions de priorité ne changent plus.")
    return YES
