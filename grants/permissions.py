"""Who may do what with the money of a project: the ARS, which receives the grant, keeps it (R24)."""

from accounts.enums import Role
from accounts.models import Membership
from core.verdicts import YES, Verdict, no
from grants.models import Agreement
from regions.models import RegionalProject


def may_keep_money(hat: Membership | None, project: RegionalProject) -> Verdict:
    """Prepare agreements, pay what is due, keep the ledger; a closed project still pays its last instalment."""
    if hat is None or not hat.ars or hat.organisation_id != project.ars_id:
        return no("L'argent du projet est tenu par son ARS, à qui la subvention est versée.")
    if getattr(project, "award", None) is None:
        return no("Le projet n'est pas retenu : il n'y a pas encore de subvention.")
    return YES


def may_bind_money(hat: Membership | None, project: RegionalProject) -> Verdict:
    """Sign, amend or end an agreement, judge a statement, decide a recovery: the ARS's signatory does."""
    verdict = may_keep_money(hat, project)
    if verdict and hat is not None and hat.role != Role.SIGNATORY:
        return no("Cet acte engage l'ARS : il revient à la personne habilitée à signer pour elle.")
    return verdict


def may_write_statement(hat: Membership | None, agreement: Agreement) -> Verdict:
    """Write how an agreement's money was used: the Aract its own, the ARS what other beneficiaries sent it."""
    project = agreement.project
    if not agreement.with_aract:
        return may_keep_money(hat, project)
    if hat is None or not hat.aract or hat.organisation_id != project.aract_id:
        return no("Ce compte rendu est établi par l'Aract, qui a reçu l'argent.")
    return YES


def may_submit_statement(hat: Membership | None, agreement: Agreement) -> Verdict:
    """Hand the statement in: the Aract's signatory attests its own; the ARS files a signed copy for the others."""
    verdict = may_write_statement(hat, agreement)
    if verdict and hat is not None and hat.aract and hat.role != Role.SIGNATORY:
        return no("Le compte rendu est attesté par la personne habilitée à signer pour l'Aract.")
    return verdict
