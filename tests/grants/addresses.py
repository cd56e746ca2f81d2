"""Rows of the demonstration for the test of every address."""

from grants.models import Agreement, Amendment, Contribution, Hearing, Instalment, LedgerEntry, Recovery, Submission
from regions.models import RegionalProject

PUBLIC: set[str] = set()
OWN_PAGE: set[str] = set()


def known(project: RegionalProject) -> dict[str, int]:
    """Île-de-France's own rows, or a number that is nobody's where the demonstration has none."""
    agreement = Agreement.objects.filter(project=project, statement__isnull=False).order_by("pk").first()
    rows = {
        "agreement_pk": agreement,
        "instalment_pk": Instalment.objects.filter(agreement=agreement).first(),
        "amendment_pk": Amendment.objects.filter(agreement=agreement).first(),
        "submission_pk": Submission.objects.filter(statement__agreement=agreement).first(),
        "entry_pk": LedgerEntry.objects.filter(project=project).first(),
        "beneficiary_pk": agreement.beneficiary if agreement else None,
        "hearing_pk": Hearing.objects.filter(agreement__project=project).first(),
        "recovery_pk": Recovery.objects.filter(agreement__project=project).first(),
        "contribution_pk": Contribution.objects.filter(project=project).first(),
    }
    return {name: row.pk if row else 0 for name, row in rows.items()}
