"""The pair sorts: list, reading with views and choice, comparison, export, announcement."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import HatRequest
from accounts.models import Membership
from accounts.views.telling import refusals_told
from acts.models import Act
from core.form_page import FormPage, answer_form
from core.forms import PortalForm
from core.verdicts import ensure
from core.wording import counted, instant
from directory.searching import is_key
from records import documents
from records.journal import last_edit
from records.spreadsheets import About, xlsx_response
from regional_calls import announcing, selection, waiting_list
from regional_calls.answers_view import Reader
from regional_calls.calendar import standing
from regional_calls.enums import PairParty, RegionalPhase
from regional_calls.exporting import sheet
from regional_calls.figures import figures
from regional_calls.forms.selection import ChoiceForm, ViewForm
from regional_calls.listing import filter_fields, filtered
from regional_calls.models import Expression, PartyView, RegionalCall
from regional_calls.permissions import may_announce, may_call_up, may_read_expressions, may_sort_expressions, party_of
from regional_calls.progress import sections_of_call
from regional_calls.retaining import is_running
from regional_calls.retaining import take_in as take_in_deed
from regional_calls.selection import Views, views_for
from regional_calls.views.finding import call_of, expression_of, form_page, page_of, to_call

PAGE = 25
COMPARED = (2, 4)


def readable_call(request: HatRequest, project_pk: int, regional_call_pk: int) -> RegionalCall:
    call = call_of(request, project_pk, regional_call_pk)
    ensure(may_read_expressions(request.hat, call))
    return call


def line(expression: Expression, party: PairParty | None) -> dict[str, Any]:
    """What a list says of an expression to this party: the other's opinion waits for one's own."""
    choice = getattr(expression, "choice", None)
    views = views_for(expression, party) if party else None
    return {
        "expression": expression,
        "views": views,
        "choice": choice if views is None or views.current else None,
        "proposal_waits": choice is not None and views is not None and not views.current,
    }


@require_safe
def expressions(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    call = readable_call(request, project_pk, regional_call_pk)
    party = party_of(request.hat, call.project)
    rows = filtered(call, request.GET, party).in_full().order_by("number")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    fields = filter_fields(call, party)
    context = page_of(
        call,
        page=page,
        party=party,
        lines=[line(row, party) for row in page],
        filters=[{**field, "chosen": request.GET.get(field["name"], "")} for field in fields],
        filtered=any(request.GET.get(field["name"]) for field in fields),
        figures=figures(call),
        standing=standing(call, timezone.now()),
    )
    return render(request, "regional_calls/expressions.html", context)


@require_safe
def read_expression(request: HatRequest, project_pk: int, regional_call_pk: int, expression_pk: int) -> HttpResponse:
    call = readable_call(request, project_pk, regional_call_pk)
    return reading_page(request, expression_of(call, expression_pk)).render(request, PortalForm())


def reading_page(request: HatRequest, expression: Expression, **typed: PortalForm) -> FormPage:
    """The expression on the left, what the pair thinks of it on the right; `typed` is one of its forms, come back."""
    call = expression.call
    party = party_of(request.hat, call.project)
    views: Views | None = views_for(expression, party) if party else None
    choice = getattr(expression, "choice", None)
    sees_choice = views is None or views.current
    forms = {"view_form": view_form(expression, party), "choice_form": choice_form(expression, party), **typed}
    for form in forms.values():
        if not form.is_bound:
            form.edit()
    context = {
        "expression": expression,
        "sections": Reader(sections_of_call(call)).read(expression.answers),
        "attachments": expression.attachments.of_pair().select_related("document"),
        "party": party,
        "other": party.other if party else None,
        "views": views,
        "all_views": list(expression.views.all()),
        "choice": choice if sees_choice else None,
        "proposal_waits": choice is not None and not sees_choice,
        **forms,
        **what_is_open(request.hat, expression, views),
        **neighbours(expression),
    }
    template = "regional_calls/read_expression.html"
    return form_page(call, expression.name, "Enregistrer", template=template, context=context)


def what_is_open(hat: Membership, expression: Expression, views: Views | None) -> dict[str, bool]:
    call, choice = expression.call, getattr(expression, "choice", None)
    may_sort = bool(may_sort_expressions(hat, call))
    closed = standing(call, timezone.now()).phase == RegionalPhase.SORTING
    may_choose = may_sort and closed and views is not None and views.current
    waits = choice is not None and choice.confirmed_at is None and choice.proposed_party != party_of(hat, call.project)
    return {
        "may_sort": may_sort,
        "closed": closed,
        "may_choose": may_choose,
        "may_confirm": may_choose and waits,
        "may_call_up": bool(may_call_up(hat, call)) and first_waiting(call) == expression.pk,
    }


def neighbours(expression: Expression) -> dict[str, int | None]:
    around = list(expression.call.expressions.handed_in().order_by("number").values_list("pk", flat=True))
    place = around.index(expression.pk) if expression.pk in around else 0
    return {
        "place": place + 1,
        "total": len(around),
        "previous_pk": around[place - 1] if place else None,
        "next_pk": around[place + 1] if place + 1 < len(around) else None,
    }


def view_form(expression: Expression, party: PairParty | None, data: Any = None) -> ViewForm:
    """The form over this party's view, as it is saved now."""
    return ViewForm(data, view=views_for(expression, party).own if party else None)


def choice_form(expression: Expression, party: PairParty | None, data: Any = None) -> ChoiceForm:
    """The form over the pair's proposal, which one reads once one's own view is given."""
    readable = party is not None and views_for(expression, party).current
    return ChoiceForm(data, choice=getattr(expression, "choice", None) if readable else None)


def first_waiting(call: RegionalCall) -> int | None:
    choice = waiting_list.next_waiting(call)
    return choice.expression_id if choice else None


def to_expression(request: HatRequest, expression: Expression, done: str = "") -> HttpResponse:
    if done:
        messages.success(request, done)
    call = expression.call
    return redirect("regional_calls:read_expression", call.project_id, call.pk, expression.pk)


def give_view(request: HatRequest, project_pk: int, regional_call_pk: int, expression_pk: int) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    expression = expression_of(call, expression_pk)
    party = party_of(request.hat, call.project)
    return answer_form(
        request,
        lambda data, _: view_form(expression, party, data),
        page=lambda form: reading_page(request, expression, view_form=form),
        right=may_sort_expressions(request.hat, call),
        edits=expression,
        under=call,
        last_edit=lambda: giver_of(expression.views.get(party=party)),
        deed=lambda form: selection.give_view(expression, **form.cleaned_data, by=request.hat),
        done=lambda _: to_expression(request, expression, "Votre avis est enregistré."),
    )


def giver_of(view: PartyView) -> str:
    return f"par {view.given_by}, le {instant(view.given_at, view.expression.call.zone)}"


def propose_choice(request: HatRequest, project_pk: int, regional_call_pk: int, expression_pk: int) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    expression = expression_of(call, expression_pk)
    party = party_of(request.hat, call.project)
    return answer_form(
        request,
        lambda data, _: choice_form(expression, party, data),
        page=lambda form: reading_page(request, expression, choice_form=form),
        right=may_sort_expressions(request.hat, call),
        edits=expression,
        under=call,
        last_edit=last_edit(expression, deed="regional_calls.propose_choice"),
        deed=lambda form: selection.propose_choice(expression, **form.cleaned_data, by=request.hat),
        done=lambda _: to_expression(
            request, expression, "Votre proposition est enregistrée ; l'autre partie la confirme ou en fait une autre."
        ),
    )


@require_POST
def confirm_choice(request: HatRequest, project_pk: int, regional_call_pk: int, expression_pk: int) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    ensure(may_sort_expressions(request.hat, call))
    expression = expression_of(call, expression_pk)
    revision = request.POST.get("revision", "")
    with refusals_told(request):
        selection.confirm_choice(expression, revision=int(revision) if is_key(revision) else 0, by=request.hat)
        messages.success(request, "Le choix est commun à l'ARS et à l'Aract.")
    return to_expression(request, expression)


@require_POST
def call_up(request: HatRequest, project_pk: int, regional_call_pk: int, expression_pk: int) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    expression = expression_of(call, expression_pk)
    get_object_or_404(call.expressions.filter(choice__isnull=False), pk=expression_pk)
    with refusals_told(request):
        waiting_list.call_up(expression, by=request.hat)
        messages.success(request, f"{expression.name} est retenue ; une décision le lui dit.")
    return to_expression(request, expression)


@require_safe
def compare(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    """Two to four expressions, side by side."""
    call = readable_call(request, project_pk, regional_call_pk)
    party = party_of(request.hat, call.project)
    least, most = COMPARED
    keys = [int(key) for key in request.GET.getlist("reponse") if is_key(key)][: most + 1]
    rows = list(call.expressions.handed_in().in_full().filter(pk__in=keys).order_by("number"))
    if not least <= len(rows) <= most or len(keys) > most:
        messages.error(request, f"Cochez de {least} à {most} réponses à comparer.")
        return redirect("regional_calls:expressions", call.project_id, call.pk)
    reader = Reader(sections_of_call(call))
    read = [reader.row(row.answers) for row in rows]
    context = page_of(
        call,
        lines=[line(row, party) for row in rows],
        party=party,
        questions=[(question.label, answers) for question, *answers in zip(reader.questions, *read, strict=True)],
    )
    return render(request, "regional_calls/compare.html", context)


@require_safe
def export(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    call = readable_call(request, project_pk, regional_call_pk)
    made = sheet(call, sections_of_call(call), party=party_of(request.hat, call.project))
    about = About(f"Réponses à l'appel régional « {call} »", request.hat.named)
    return xlsx_response(f"reponses-{call.slug}.xlsx", [made], about)


@require_safe
def attachment(
    request: HatRequest, project_pk: int, regional_call_pk: int, expression_pk: int, attachment_pk: int
) -> HttpResponseBase:
    call = readable_call(request, project_pk, regional_call_pk)
    pieces = expression_of(call, expression_pk).attachments.of_pair().select_related("document")
    return documents.serve(get_object_or_404(pieces, pk=attachment_pk).document)


@require_safe
def choice_letter(request: HatRequest, project_pk: int, regional_call_pk: int, expression_pk: int) -> HttpResponseBase:
    """The decision that a structure received."""
    call = readable_call(request, project_pk, regional_call_pk)
    expression = expression_of(call, expression_pk)
    act = get_object_or_404(Act.objects.for_check(), choice__expression=expression)
    return documents.serve(act.document) if act.document else to_expression(request, expression)


def announce(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    """Say what will happen and to whom, then do it once."""
    call = call_of(request, project_pk, regional_call_pk)
    now = timezone.now()
    enters = "deviennent aussitôt participantes du projet"
    later = "pourront ensuite être reprises dans la fiche projet"
    lines = call.expressions.handed_in().in_full().order_by("choice__outcome", "choice__rank", "number")
    blockers = announcing.blockers(call, now)
    return answer_form(
        request,
        PortalForm,
        page=form_page(
            call,
            "Annoncer les choix",
            "Annoncer les choix",
            consequences=[]
            if blockers
            else [
                "Chaque structure ci-dessous reçoit par courriel une décision numérotée, en PDF, avec le motif.",
                f"Ces décisions sont signées pour l'ARS par {request.hat.user.full_name} ; l'Aract en a copie.",
                f"Les structures retenues {enters if is_running(call.project, now) else later}.",
                "Les choix ne changeront plus et l'appel sera conclu.",
            ],
            template="regional_calls/announce.html",
            context={"lines": lines, "blockers": blockers},
        ),
        right=may_announce(request.hat, call),
        deed=lambda _: announcing.announce(call, by=request.hat),
        done=lambda _: to_call(request, call, "Les choix sont annoncés : chaque structure reçoit sa décision."),
    )


@require_POST
def take_in(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    with refusals_told(request):
        entered = take_in_deed(call, by=request.hat)
        said = counted(len(entered), "structure prend part", "structures prennent part")
        messages.success(request, f"{said} désormais au projet.")
    return to_call(request, call)
