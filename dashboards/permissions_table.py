"""The table role × deed × state, read off the permission functions themselves.

Every `may_*` function of every room is asked, with unsaved rows, on behalf of every kind of hat. A new function appears
by itself; a new parameter type wants a line in `CASES`.
"""

import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, get_type_hints

from django.utils import timezone

from accounts.enums import Audience, OrganisationKind, Role
from accounts.models import Invitation, Membership, Organisation, Region, SavedView, User
from applications.enums import ApplicationState, FileState, Outcome
from applications.models import Application, Correction, FicheFile
from calls.enums import Owner
from calls.models import Call, Grid, Question, Questionnaire
from commission.enums import DecisionState
from commission.models import Assignment, Decision
from commission.notices import ISSUE_NOTICES
from core.verdicts import Verdict
from directory.enums import EntityKind
from directory.models import Establishment
from grants.models import Agreement, Beneficiary
from records.models import Document, Job
from regional_calls.models import RegionalCall
from regions.models import Award, Participation, RegionalProject

ROOMS = (
    "core",
    "records",
    "accounts",
    "acts",
    "calls",
    "directory",
    "regions",
    "regional_calls",
    "applications",
    "commission",
    "meetings",
    "worklog",
    "fieldwork",
    "grants",
    "knowledge",
    "dashboards",
    "demo",
)


@dataclass(frozen=True)
class RightRow:
    """One line: a deed of a room, a state of its object, and whether each hat may (in `HATS` order)."""

    room: str
    deed: str
    meaning: str
    state: str
    answers: tuple[bool, ...]


def organisation(pk: int, kind: OrganisationKind, region: Region | None = None) -> Organisation:
    return Organisation(pk=pk, kind=kind, name=kind.label, short_name=kind.label, region=region)


IDF = Region(pk=1, code="11", name="Île-de-France", slug="idf")
PACA = Region(pk=2, code="93", name="Paca", slug="paca")
DGOS = organisation(1, OrganisationKind.DGOS)
ANACT = organisation(2, OrganisationKind.ANACT)
ARS = organisation(3, OrganisationKind.ARS, IDF)
ARACT = organisation(4, OrganisationKind.ARACT, IDF)
OTHER_ARS = organisation(5, OrganisationKind.ARS, PACA)
CENTRE = organisation(6, OrganisationKind.ESTABLISHMENT, IDF)
PLATFORM = organisation(7, OrganisationKind.PLATFORM)
OUTSIDE = organisation(8, OrganisationKind.GUESTS)


def hat(pk: int, where: Organisation, role: Role) -> Membership:
    user = User(pk=pk, email=f"{pk}@exemple.test", full_name=f"Personne {pk}")
    return Membership(pk=pk, user=user, organisation=where, role=role, job_title=role.label)


SECRETARY = hat(1, DGOS, Role.SECRETARY)
HATS: dict[str, Membership | None] = {
    "public": None,
    "secrétariat national": SECRETARY,
    "présidence": hat(2, DGOS, Role.PRESIDENT),
    "rapport (le sien)": hat(3, DGOS, Role.RAPPORTEUR),
    "rapport (autre)": hat(4, ANACT, Role.RAPPORTEUR),
    "signature nationale (DGOS)": hat(5, DGOS, Role.SIGNATORY),
    "ARS, rédaction": hat(6, ARS, Role.WRITER),
    "ARS, signature": hat(7, ARS, Role.SIGNATORY),
    "Aract, rédaction": hat(8, ARACT, Role.WRITER),
    "Aract, signature": hat(9, ARACT, Role.SIGNATORY),
    "ARS d'une autre région": hat(10, OTHER_ARS, Role.SIGNATORY),
    "établissement": hat(11, CENTRE, Role.CONTACT),
    "administration": hat(12, PLATFORM, Role.ADMINISTRATOR),
    # On fiches that they were not invited to: what an invitation opens, `applications.permissions.is_guest_on` says.
    "sur invitation": hat(13, OUTSIDE, Role.GUEST),
}


def calls() -> Iterator[tuple[str, Call]]:
    yield "en préparation", Call(pk=1)
    yield "publié", Call(pk=1, published_at=timezone.now())


def grids() -> Iterator[tuple[str, Grid]]:
    yield "à écrire", Grid(pk=1)
    yield "figée", Grid(pk=1, frozen_at=timezone.now())


def project() -> RegionalProject:
    """Known to have no award, so that nobody looks for it in a database."""
    built = RegionalProject(pk=1, call=Call(pk=1, published_at=timezone.now()), region=IDF, ars=ARS, aract=ARACT)
    RegionalProject._meta.get_field("award").set_cached_value(built, None)  # noqa: SLF001 - Django's own registry
    return built


def regions() -> Iterator[tuple[str, Region]]:
    yield "", IDF


def projects() -> Iterator[tuple[str, RegionalProject]]:
    """Before the award, during the project's life, once it is closed."""
    yield "sans attribution", project()
    for label, closed_on in (("en cours", None), ("clos", date(2026, 6, 30))):
        living = project()
        living.award = Award(pk=1, project=living, awarded_on=date(2025, 1, 6), closed_on=closed_on)
        yield label, living


def regional_calls() -> Iterator[tuple[str, RegionalCall]]:
    """In preparation, published, its choices announced; the project is not retained yet."""
    now = timezone.now()
    for label, published, announced in (("en préparation", None, None), ("publié", now, None), ("conclu", now, now)):
        yield label, RegionalCall(pk=1, project=project(), published_at=published, announced_at=announced)


def fiche(state: ApplicationState, *, corrected: bool = False, outcome: str = "") -> Application:
    """Known to have a round of correction open or none, and no guest, so that nobody looks for them in a database."""
    built = Application(pk=1, project=project(), state=state, outcome=outcome)
    vars(built)["_guesthoods"] = {13: None}
    vars(built)["correction"] = Correction(pk=1, application=built) if corrected else None
    return built


def applications() -> Iterator[tuple[str, Application]]:
    for state in ApplicationState:
        yield state.label, fiche(state)
    yield "décision notifiée", fiche(ApplicationState.ADMISSIBLE, outcome=Outcome.RETAINED)
    yield "déposée, à corriger", fiche(ApplicationState.DEPOSITED, corrected=True)


def assignments() -> Iterator[tuple[str, Assignment]]:
    application = Application(pk=1, project=project(), state=ApplicationState.ADMISSIBLE)
    for label, has_conflict in (("sans déclaration", None), ("lien déclaré", True), ("sans lien", False)):
        yield (
            label,
            Assignment(
                pk=1,
                application=application,
                rapporteur=HATS["rapport (le sien)"],
                has_conflict=has_conflict,
                party="dgos",
            ),
        )


def decisions() -> Iterator[tuple[str, Decision]]:
    application = Application(pk=1, project=project(), state=ApplicationState.ADMISSIBLE)
    for state in DecisionState:
        yield state.label, Decision(pk=1, application=application, state=state)


def participations() -> Iterator[tuple[str, Participation]]:
    establishment = Establishment(pk=1, name="Centre", organisation=CENTRE, region=IDF)
    for label, at in (("à confirmer", None), ("confirmée", timezone.now())):
        yield label, Participation(pk=1, project=project(), establishment=establishment, confirmed_at=at)


def establishments() -> Iterator[tuple[str, Establishment]]:
    for kind in (EntityKind.ESTABLISHMENT, EntityKind.GROUPING):
        yield str(kind.label), Establishment(pk=1, name="Structure", kind=kind, region=IDF)


def agreements() -> Iterator[tuple[str, Agreement]]:
    """Of an awarded project; who accounts for the money depends on who received it."""
    for label, organisation_of in (("avec l'Aract", ARACT), ("avec un autre bénéficiaire", None)):
        funded = project()
        funded.award = Award(pk=1, project=funded, awarded_on=date(2026, 1, 5))
        receiver = Beneficiary(pk=1, ars=ARS, organisation=organisation_of, name="Bénéficiaire")
        yield label, Agreement(pk=1, project=funded, beneficiary=receiver)


def jobs() -> Iterator[tuple[str, Job]]:
    yield "demandé par le secrétariat", Job(pk=1, label="Travail", created_by=SECRETARY.user)
    other = User(pk=98, email="autre@exemple.test")
    yield "lettres, demandées par une autre personne", Job(pk=1, deed=ISSUE_NOTICES, created_by=other)


def memberships() -> Iterator[tuple[str, Membership]]:
    yield "d'une autre personne", hat(6, ARS, Role.WRITER)


def users() -> Iterator[tuple[str, User]]:
    yield "une autre personne", User(pk=99, email="autre@exemple.test", full_name="Autre")


def invitations() -> Iterator[tuple[str, Invitation]]:
    yield "en attente", Invitation(pk=1, email="autre@exemple.test", organisation=ARS, role=Role.WRITER)


def questions() -> Iterator[tuple[str, Question]]:
    for owner in Owner:
        yield f"question pour {owner.label}", Question(label="Question", owner=owner)


def questionnaires() -> Iterator[tuple[str, Questionnaire]]:
    yield "modifiable", Questionnaire(pk=1)
    yield "figé", Questionnaire(pk=1, frozen_at=timezone.now())


def attachments() -> Iterator[tuple[str, FicheFile]]:
    for state in FileState:
        document = Document(name="plan.pdf", sha256="0" * 64)
        yield (
            f"fichier {state.label}, joint par une autre personne",
            FicheFile(pk=1, document=document, state=state, added_by=hat(7, ARS, Role.WRITER)),
        )


def saved_views() -> Iterator[tuple[str, SavedView]]:
    yield "pour le secrétariat seul", SavedView(kept_by=SECRETARY)
    yield "partagée dans l'organisation", SavedView(kept_by=SECRETARY, audience=Audience.ORGANISATION)


def audiences() -> Iterator[tuple[str, Audience]]:
    yield from ((audience.label, audience) for audience in Audience)


CASES: dict[type[Any], Callable[[], Iterator[tuple[str, Any]]]] = {
    Call: calls,
    Grid: grids,
    Region: regions,
    RegionalProject: projects,
    RegionalCall: regional_calls,
    Application: applications,
    Assignment: assignments,
    Decision: decisions,
    Participation: participations,
    Establishment: establishments,
    Agreement: agreements,
    Job: jobs,
    Membership: memberships,
    User: users,
    Invitation: invitations,
    Question: questions,
    Questionnaire: questionnaires,
    FicheFile: attachments,
    SavedView: saved_views,
    Audience: audiences,
}


def permission_functions() -> Iterator[tuple[str, str, Callable[..., Verdict]]]:
    for room in ROOMS:
        try:
            module = importlib.import_module(f"{room}.permissions")
        except ModuleNotFoundError:
            continue
        for name, function in vars(module).items():
            if name.startswith("may_") and getattr(function, "__module__", "") == module.__name__:
                yield room, name, function


def subjects(function: Callable[..., Verdict]) -> Iterator[tuple[str, list[Any]]]:
    """Each state in which the function's object may be, with the arguments to pass after the hat."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    required = [p for p in parameters if p.default is inspect.Parameter.empty]
    if not required:
        yield "", []
        return
    hints = get_type_hints(function)
    for found in product(*(CASES[hints[parameter.name]]() for parameter in required)):
        yield ", ".join(state for state, _ in found), [subject for _, subject in found]


def rows() -> Iterator[RightRow]:
    """The whole table, room by room, deed by deed, state by state."""
    for room, name, function in permission_functions():
        meaning = (inspect.getdoc(function) or "").split("\n")[0]
        for state, arguments in subjects(function):
            answers = tuple(bool(function(worn, *arguments)) for worn in HATS.values())
            yield RightRow(room, name.removeprefix("may_"), meaning, state, answers)


def markdown() -> str:
    """The table as docs/permissions.md shows it."""
    lines = [
        "# Who may do what",
        "",
        "Generated from the permission functions by `make permissions`; a test compares it with the code, so that a",
        "change of right is a diff. ● means yes. DGOS and Anact have the same rights, but that DGOS alone decides of",
        "inadmissibility; a pair's rights hold for its own project. What a hat may *see* is stated by each model's",
        "`visible_to`.",
        "",
        "Columns: " + " · ".join(f"**{number}** {name}" for number, name in enumerate(HATS, start=1)) + ".",
        "",
    ]
    header = "| deed | state | " + " | ".join(str(number) for number in range(1, len(HATS) + 1)) + " |"
    rule = "|---|---|" + ":-:|" * len(HATS)
    room = None
    for row in rows():
        if row.room != room:
            room = row.room
            lines += ["", f"## {room}", "", header, rule]
        marks = " | ".join("●" if answer else "" for answer in row.answers)
        lines.append(f"| {row.deed} | {row.state} | {marks} |")
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"
