"""Every address × every role × another region (cases 32 and 40): the list comes from the routes themselves.

A room's own arguments come from its `tests/<room>/addresses.py`: `known(project)` gives, for the awarded project of
Île-de-France in the demonstration, a value for each converter that only this room's addresses have; `PUBLIC` and
`OWN_PAGE` name those of its routes that lie outside «projets/<project_pk>/»; `in_turn(project)` gives, by route, other
rows for the acts whose turn has passed for these.
"""

import importlib.util
from collections.abc import Iterator
from functools import cache
from types import ModuleType

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Invitation, Membership
from applications.models import (
    Application,
    FicheFile,
    LateAccess,
    PiecesAnswer,
    PiecesRequest,
    Remark,
    SectionRevision,
    ThreadMessage,
)
from calls.models import Call
from commission.models import Assignment, Convening, Decision, Notice
from dashboards.permissions_table import ROOMS
from demo.running import SLUG
from records.models import Job, JournalEntry, Message
from regions.models import CoFunding, CollectiveMember, Participation, RegionalProject
from tests.house.visitors import ROLES, client_of, seen

pytestmark = pytest.mark.django_db


def rooms_addresses() -> Iterator[ModuleType]:
    for room in ROOMS:
        if importlib.util.find_spec(f"tests.{room}.addresses"):
            yield importlib.import_module(f"tests.{room}.addresses")


BY_ROOM = list(rooms_addresses())
# What each route is open to. A new route without a line here fails the first test below.
PUBLIC = {
    "home", "legal", "privacy", "accessibility", "sitemap", "contact", "alive", "ready", "account_login",
    "account_logout", "account_signup", "account_inactive", "account_set_password", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "demo:personas", "demo:sign_in", "demo:accounts", "accounts:accept_invitation", "calls:calls",
    "calls:call", "calls:document", "calls:questionnaire", "calls:revision", "acts:check", "acts:check_search",
    "knowledge:framework", "accounts:leave_digests",
}.union(*(module.PUBLIC for module in BY_ROOM))  # fmt: skip
ANY_HAT = {
    "todos", "search", "account_reauthenticate", "account_change_password", "accounts:account", "accounts:choose_hat",
    "accounts:close_sessions", "accounts:mails", "accounts:mail", "accounts:mail_choices",
}  # fmt: skip


def walk(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from walk(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        else:
            yield f"{namespace}{entry.name}", entry


ROUTES = dict(walk(get_resolver()))
# Rooms whose pages belong to one pair: another pair, another establishment and the administrator never see them.
PAIR_ROUTES = {
    name
    for name, entry in ROUTES.items()
    if name.startswith("applications:") and str(entry.pattern).startswith("fiches/<")
}
# The life of a project after the award: its pair, and those who steer DGOS and Anact.
LIFE_ROUTES = {name for name, entry in ROUTES.items() if str(entry.pattern).startswith("projets/<int:project_pk>/")}
STRANGERS_TO_A_LIFE = ("other ARS", "other Aract", "establishment", "administrator", "rapporteur")
STRANGERS_TO_A_FICHE = ("other ARS", "other Aract", "establishment", "administrator")
ADMINISTRATION = {name for name, entry in ROUTES.items() if str(entry.pattern).startswith("administration/")}
NATIONAL = {name for name, entry in ROUTES.items() if str(entry.pattern).startswith(("commission/<", "decisions/<"))}
REGIONAL_ROLES = ("other ARS", "other Aract", "own ARS", "own Aract", "establishment", "administrator", "rapporteur")
PREPARATION = {
    f"calls:{deed}"
    for deed in (
        "create", "edit", "prepare", "open_to_regions", "postpone", "revise", "prepare_revision", "add_document",
        "remove_document", "add_contact", "remove_contact", "add_milestone", "remove_milestone",
        "answer_question", "take_back_answer", "set_question_aside", "grids", "grid", "create_grid", "rename_grid",
        "prepare_next_grid", "add_criterion", "edit_criterion", "move_criterion", "remove_criterion",
    )
}.union(*(getattr(module, "PREPARATION", set()) for module in BY_ROOM))  # fmt: skip


def arguments(name: str) -> dict[str, object]:
    """Plausible arguments: the rows of Île-de-France, in the call where they exist."""
    pattern = str(ROUTES[name].pattern)
    fiche = Application.objects.get(project__region__code="11", project__call__slug="experimentation-en-cours")
    project = fiche.project
    call = Call.objects.get(
        slug="exploration-en-cours" if name.startswith("commission:") else "experimentation-en-cours"
    )
    known: dict[str, object] = {
        "slug": call.slug,
        "number": 3,
        "rank": 1,
        "message_pk": ThreadMessage.objects.first().pk,
        "access_pk": LateAccess.objects.first().pk,
        "group": "collectif",
        "token": "jeton-inconnu",
        "uidb36": "1",
        "code": Notice.objects.first().act.check_code,
        "key": Job.objects.first().key if "uuid" in pattern else "set-password",
        "participation_pk": Participation.objects.filter(project=project).first().pk,
        "tool_pk": project.digital_projects.first().pk,
        "member_pk": CollectiveMember.objects.filter(project=project).first().pk,
        "cofunding_pk": CoFunding.objects.filter(project=project).first().pk,
        "revision_pk": SectionRevision.objects.filter(section_answers__application=fiche, version__gt=0).first().pk,
        "place": FicheFile.objects.filter(application=fiche).first().place,
        "attachment_pk": FicheFile.objects.filter(application=fiche).last().pk,
        "sha256": FicheFile.objects.filter(application=fiche).first().document.sha256,
        "remark_pk": Remark.objects.filter(application=fiche, thread=None).last().pk,
        "membership_pk": Membership.objects.first().pk,
        "application_pk": Application.objects.get(project__region__code="11", project__call=call).pk,
        "entry_pk": JournalEntry.objects.filter(deed="regions.withdraw_seat").first().pk,
        "act_pk": PiecesRequest.objects.first().act_id,
        "answer_pk": PiecesAnswer.objects.first().pk,
        "rapporteur_pk": Membership.objects.filter(role="rapporteur").first().pk,
    }
    room = name.split(":", maxsplit=1)[0]
    rows: dict[str, int] = {
        "applications": fiche.pk,
        "regions": known["participation_pk"],
        "records": Message.objects.first().pk,
        "accounts": Invitation.objects.first().pk if "invitation" in name else Membership.objects.first().user_id,
        "calls": (
            call.documents
            if "document" in name
            else call.contacts
            if "contact" in name
            else call.revisions
            if "revision" in name
            else call.milestones
        )
        .first()
        .pk,
    }
    known |= arguments_by_room()
    known["pk"] = rows.get(room) or commission_row(pattern)
    known |= in_turn().get(name, {})
    wanted = ROUTES[name].pattern.converters or ROUTES[name].pattern.regex.groupindex
    return {key: known[key] for key in wanted}


@cache
def arguments_by_room() -> dict[str, object]:
    running = RegionalProject.objects.get(region__code="11", call__slug=SLUG)
    known: dict[str, object] = {"project_pk": running.pk, "region_slug": running.region.slug}
    for module in BY_ROOM:
        known |= module.known(running)
    return known


@cache
def in_turn() -> dict[str, dict[str, object]]:
    """By route, the rows whose turn it is, where those of its room are past theirs."""
    running = RegionalProject.objects.get(region__code="11", call__slug=SLUG)
    return {
        name: known
        for module in BY_ROOM
        if hasattr(module, "in_turn")
        for name, known in module.in_turn(running).items()
    }


def commission_row(pattern: str) -> int:
    if pattern.startswith("evaluations/"):
        return Assignment.objects.filter(application__project__region__code="11").order_by("-pk").first().pk
    if "convocation" in pattern:
        return Convening.objects.get().pk
    if pattern.startswith("notifications/"):
        return Notice.objects.filter(decision__application__project__region__code="11").first().pk
    return Decision.objects.filter(application__project__region__code="11").order_by("-pk").first().pk


def test_every_route_is_known_to_these_tests():
    known = PUBLIC | ANY_HAT | PAIR_ROUTES | LIFE_ROUTES | ADMINISTRATION | NATIONAL | PREPARATION
    own_page = {
        "network", "region", "my_region", "records:restore",
        "records:job", "records:job_progress", "records:restart_job", "regions:search", "regions:participations",
        "regions:confirm", "applications:applications", "applications:start", "commission:reviews", "commission:review",
        "commission:declare", "commission:save_review", "commission:submit_review", "commission:notices",
        "commission:notice", "commission:convening", "commission:take_up_review",
    }  # fmt: skip
    assert set(ROUTES) - known.union(own_page, *(module.OWN_PAGE for module in BY_ROOM)) == set()


@cache
def every_address() -> dict[str, str]:
    return {name: reverse(name, kwargs=arguments(name)) for name in ROUTES}


@pytest.fixture(scope="module")
def addresses(django_db_setup, django_db_blocker) -> dict[str, str]:
    """The path of each route, with its plausible arguments; found once for each process, in its copy."""
    with django_db_blocker.unblock():
        return every_address()


def open_to(role: str, addresses: dict[str, str], names: set[str], refusals: set[int]) -> dict[str, set[int]]:
    """The routes of `names` that do not refuse a role as they should; 405 alone is no refusal."""
    client = client_of(role)
    given = {name: {seen(role, addresses[name]).status, client.post(addresses[name]).status_code} for name in names}
    return {name: answers for name, answers in given.items() if not answers <= refusals | {405} or answers == {405}}


@pytest.mark.one_engine
def test_the_public_is_sent_to_sign_in(addresses):
    closed = set(ROUTES) - PUBLIC
    sent = {name: seen(None, addresses[name]).location.split("?")[0] for name in closed}
    assert sent == dict.fromkeys(closed, reverse("account_login"))


@pytest.mark.one_engine
@pytest.mark.parametrize("role", STRANGERS_TO_A_FICHE)
def test_a_fiche_does_not_exist_for_strangers(addresses, role):
    """Case 32."""
    assert open_to(role, addresses, PAIR_ROUTES, {404}) == {}


@pytest.mark.one_engine
@pytest.mark.parametrize("role", STRANGERS_TO_A_LIFE)
def test_a_projects_life_does_not_exist_for_strangers(addresses, role):
    """Case 32."""
    assert open_to(role, addresses, LIFE_ROUTES, {404}) == {}


@pytest.mark.one_engine
@pytest.mark.parametrize("role", sorted(set(ROLES) - {"administrator"}))
def test_administration_is_closed_to_others(addresses, role):
    """Case 32."""
    assert open_to(role, addresses, ADMINISTRATION, {403, 404}) == {}


@pytest.mark.one_engine
@pytest.mark.parametrize("role", REGIONAL_ROLES)
def test_the_commission_is_closed_to_others(addresses, role):
    assert open_to(role, addresses, NATIONAL, {403, 404}) == {}


@pytest.mark.one_engine
@pytest.mark.parametrize("role", sorted(set(ROLES) - {"secretary"}))
def test_calls_are_prepared_by_secretaries_only(addresses, role):
    assert open_to(role, addresses, PREPARATION, {403, 404}) == {}


@pytest.mark.one_engine
@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_review_belongs_to_its_rapporteur(addresses, role):
    rapporteur = Assignment.objects.get(pk=arguments("commission:review")["pk"]).rapporteur
    if rapporteur.user.email != ROLES[role]:
        reviews = {name for name in ROUTES if str(ROUTES[name].pattern).startswith("evaluations/<")}
        assert open_to(role, addresses, reviews, {403, 404}) == {}


@pytest.mark.one_engine
@pytest.mark.parametrize("role", ["other ARS", "other Aract", "establishment", "rapporteur"])
def test_another_regions_notice_does_not_exist(addresses, role):
    assert seen(role, addresses["commission:notice"]).status == 404


@pytest.mark.one_engine
def test_posting_without_a_token_is_refused(addresses):
    """Case 40."""
    client = client_of("secretary", enforce_csrf_checks=True)
    accepted = {name for name, path in addresses.items() if client.post(path, {"anything": "x"}).status_code != 403}
    # A mail program follows this link without a page of ours (RFC 8058): its signed token is the proof.
    assert accepted == {"accounts:leave_digests"}


@pytest.mark.parametrize("role", [None, *sorted(ROLES)])
def test_no_page_breaks_for_anyone(addresses, role):
    """On both engines: each page asks them in its own way, and one may refuse what the other takes."""
    broken = {name for name, path in addresses.items() if seen(role, path).status >= 500}
    assert broken == set()
