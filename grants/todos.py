"""What waits for people because of money: agreements, instalments and statements, for the ARS and for the Aract."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership
from core.watch import Followed, Todo, once
from core.wording import PARIS, counted, day, euros
from grants.alerts import (
    AGREEMENT_EXPECTED,
    AGREEMENT_FORGIVEN,
    STATEMENT_SOON,
    agreements_of,
    owes_statement,
    unpaid_of,
)
from grants.enums import AgreementState, StatementState
from grants.models import Agreement, Hearing, Instalment
from grants.permissions import may_bind_money, may_keep_money, may_write_statement
from regions.desk import awarded_projects
from regions.models import RegionalProject

PAY_AHEAD = timedelta(days=30)


def end_of(on: date) -> datetime:
    """The instant after which a day is over, in Paris."""
    return datetime.combine(on + timedelta(days=1), time(0), tzinfo=PARIS)


def todos(hat: Membership, now: datetime) -> list[Todo]:
    if not hat.regional:
        return []
    return waiting_in(once(awarded_projects, hat), hat, now)


def waiting_in(projects: Iterable[RegionalProject], hat: Membership, now: datetime) -> list[Todo]:
    """What waits for a hat in the money of awarded projects."""
    today = now.astimezone(PARIS).date()
    by_key = {project.pk: project for project in projects}
    agreements = list(agreements_of(by_key))
    for agreement in agreements:
        agreement.project = by_key[agreement.project_id]
    lines = [line for agreement in agreements for line in about_agreement(agreement, hat, today)]
    if hat.ars:
        lines += to_prepare(by_key, agreements, hat, today)
        lines += to_decide(by_key, hat, today)
        lines += to_pay(by_key, today)
    return lines


def to_prepare(
    projects: dict[int, RegionalProject], agreements: list[Agreement], hat: Membership, today: date
) -> Iterator[Todo]:
    """The agreement that pays the Aract, for a project recent enough to be waiting for it."""
    begun = {agreement.project_id for agreement in agreements if agreement.with_aract}
    for key, project in projects.items():
        waited = today - project.award.awarded_on
        if key in begun or waited >= AGREEMENT_FORGIVEN or not may_keep_money(hat, project):
            continue
        yield Todo(
            label="Préparer la convention avec l'Aract",
            subject=f"{project.region} – {project.call}",
            url=reverse("grants:draft", args=[key]),
            detail=f"{euros(project.award.fixed)} de part fixe, attribués le {day(project.award.awarded_on)}.",
            urgent=waited >= AGREEMENT_EXPECTED,
        )


def to_decide(projects: dict[int, RegionalProject], hat: Membership, today: date) -> Iterator[Todo]:
    """Recoveries on which the beneficiary has answered, or whose time to answer is over."""
    rows = Hearing.objects.filter(agreement__project__in=projects, closed_on=None)
    for hearing in rows.select_related("act", "agreement__beneficiary"):
        project = projects[hearing.agreement.project_id]
        if hearing.ready(today) and may_bind_money(hat, project):
            yield Todo(
                label="Décider d'un reversement",
                subject=f"{project.region} – {hearing.agreement.beneficiary}",
                url=reverse("grants:agreement", args=[project.pk, hearing.agreement_id]) + "#reversements",
                detail=f"{euros(hearing.amount)} envisagés (invitation {hearing.act}).",
            )


def to_pay(projects: dict[int, RegionalProject], today: date) -> Iterator[Todo]:
    """One line a project: its instalments late or due within a month."""
    waiting: dict[int, list[Instalment]] = {}
    for instalment in unpaid_of(projects):
        if instalment.due_on <= today + PAY_AHEAD:
            waiting.setdefault(instalment.agreement.project_id, []).append(instalment)
    for key, rows in waiting.items():
        first = rows[0]
        yield Todo(
            label="Verser une échéance" if len(rows) == 1 else f"Verser {counted(len(rows), 'échéance')}",
            subject=f"{projects[key].region} – {first.agreement.beneficiary}",
            url=reverse("grants:agreement", args=[key, first.agreement_id]),
            due=end_of(first.due_on),
            detail=f"{first.label} : {euros(first.amount)}.",
            urgent=first.due_on < today,
        )


def about_agreement(agreement: Agreement, hat: Membership, today: date) -> Iterator[Todo]:
    project = agreement.project
    subject = f"{project.region} – {agreement.beneficiary}"
    statement = getattr(agreement, "statement", None)
    where = [project.pk, agreement.pk]
    if agreement.state == AgreementState.DRAFT and may_bind_money(hat, project):
        yield Todo(
            label="Enregistrer la convention signée",
            subject=subject,
            url=reverse("grants:agreement", args=where),
            detail=f"{euros(agreement.amount)}, {agreement.get_account_display()}.",
        )
    if statement is not None and statement.state == StatementState.SUBMITTED and may_bind_money(hat, project):
        yield Todo(
            label="Examiner un compte rendu financier",
            subject=subject,
            url=reverse("grants:statement", args=where),
            detail="Vous l'acceptez, ou le renvoyez en disant pourquoi.",
        )
    if writes_now(agreement, hat, today):
        yield to_account_for(agreement, subject, hat)


def writes_now(agreement: Agreement, hat: Membership, today: date) -> bool:
    """The agreement is over or nearly due, its statement is not in, and this hat writes it."""
    if not owes_statement(agreement) or not may_write_statement(hat, agreement):
        return False
    return agreement.last_day <= today or agreement.statement_due_on - today <= STATEMENT_SOON


def to_account_for(agreement: Agreement, subject: str, hat: Membership) -> Todo:
    statement = getattr(agreement, "statement", None)
    returned = statement is not None and statement.state == StatementState.RETURNED
    label = "Corriger le compte rendu financier" if returned else "Établir le compte rendu financier"
    if hat.ars:
        label = "Enregistrer le compte rendu financier reçu"
    elif hat.role == Role.SIGNATORY and not returned:
        label = "Déposer le compte rendu financier"
    return Todo(
        label=label,
        subject=subject,
        url=reverse("grants:statement", args=[agreement.project_id, agreement.pk]),
        due=end_of(agreement.statement_due_on),
        detail=f"Convention {agreement.number} : {euros(agreement.paid)} versés.",
        urgent=returned,
    )


def followed(hat: Membership) -> list[Followed]:
    """What others did with the money of one's projects."""
    if not hat.regional:
        return []
    projects = RegionalProject.objects.of_pair(hat).awarded()
    return [Followed("regions.regionalproject", projects, ["grants."], money_pages)]


def money_pages(keys: Sequence[str]) -> dict[str, str]:
    return {key: reverse("grants:money", args=[key]) for key in keys}
