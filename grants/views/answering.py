"""What the money's pages share: finding rows through the project, and what stands around a form."""

from typing import Any

from django.urls import reverse

from accounts.middleware import HatRequest
from core.form_page import FormPage
from core.verdicts import OutOfTurn
from grants.enums import AgreementState
from grants.models import Agreement
from records.views.removing import row_or_gone
from regions.models import RegionalProject
from regions.views.projects import followed_project


def funded_project(request: HatRequest, project_pk: int) -> RegionalProject:
    """An awarded project that this hat may follow; without an award there is no money to speak of."""
    project = followed_project(request, project_pk)
    if getattr(project, "award", None) is None:
        raise OutOfTurn("Le projet n'est pas retenu : il n'y a pas encore de subvention.")
    return project


def agreement_of(project: RegionalProject, agreement_pk: int) -> Agreement:
    """One of this project's agreements; another project's does not exist (404), one given up says by whom."""
    agreement = row_or_gone(project.agreements.in_full().with_paid(), agreement_pk, project=project.pk)
    agreement.project = project
    return agreement


def ensure_state(agreement: Agreement, *states: AgreementState) -> None:
    """An act whose turn is over has no form."""
    if agreement.state not in states:
        raise OutOfTurn(f"La convention est {agreement.get_state_display()} : ce n'est pas le moment de cet acte.")


def page_of(project: RegionalProject, title: str, submit: str, *above: tuple[str, str], **around: Any) -> FormPage:
    """What stands around a form on the money: the project, and the pages `above`, the last of which is the way back."""
    crumbs = [
        (project.title, reverse("project", args=[project.pk])),
        ("Financement", reverse("grants:money", args=[project.pk])),
        *above,
    ]
    return FormPage(title, submit, crumbs[-1][1], crumbs=crumbs, context={"project": project, "tab": "money"}, **around)
