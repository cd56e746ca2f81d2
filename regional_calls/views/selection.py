"""The pair sorts: list, reading with views and choice, comparison, export, announcement."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.middleware import HatRequest
from accounts.views.telling import refusals_told
from core.verdicts import Refused, ensure
from core.wording import counted
from directory.searching import is_key
from records import documents
from records.spreadsheets import xlsx_response
from regional_calls import announcing, selection, waiting_list
from regional_calls.answers_view import Reader
from regional_calls.calendar import standing
from regional_calls.enums import PairParty, RegionalPhase
from regional_calls.exporting import sheet
from regional_calls.figures import figures
from regional_calls.forms.selection import ChoiceForm, ViewForm
from regional_calls.listing import filter_fields, filtered
from regional_calls.models import Expression, RegionalCall
from regional_calls.permissions import may_call_up, may_read_expressions, may_sort_expressions, party_of
from regional_calls.progress import sections_of_call
from regional_calls.retaining import take_in as take_in_deed
from regional_calls.selection import Views, views_for
from regional_calls.views.calls import editing
from regional_calls.views.finding import call_of, expression_of, page_of, to_call

PAGE = 25
COMPARED = (2, 4)
INVALID = 422


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
    return reading_page(request, expression_of(call, expression_pk))


def reading_page(
    request: HatRequest,
    expression: Expression,
    *,
    view_form: ViewForm | None = None,
    choice_form: ChoiceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The expression on the left, what the pair thinks of it on the right."""
    call = expression.call
    party = party_of(request.hat, call.project)
    views: Views | None = views_for(expression, party) if party else None
    choice = getattr(expression, "choice", None)
    may_sort = bool(may_sort_expressions(request.hat, call))
    closed = standing(call, timezone.now()).phase == RegionalPhase.SORTING
    around = list(call.expressions.handed_in().order_by("number").values_list("pk", flat=True))
    place = around.index(expression.pk)
    context = page_of(
        call,
        expression=expression,
        sections=Reader(sections_of_call(call)).read(expression.answers),
        attachments=expression.attachments.of_pair().select_related("document"),
        party=party,
        other=party.other if party else None,
        views=views,
        all_views=list(expression.views.all()),
        choice=choice if views is None or views.current else None,
        proposal_waits=choice is not None and views is not None and not views.current,
        view_form=view_form or ViewForm(view=views.own if views else None),
        choice_form=choice_form or ChoiceForm(choice=choice if views and views.current else None),
        may_sort=may_sort,
        may_choose=may_sort and closed and views is not None and views.current,
        may_confirm=may_sort
        and closed
        and choice is not None
        and choice.confirmed_at is None
        and choice.proposed_party != party
        and views is not None
        and views.current,
        closed=closed,
        may_call_up=bool(may_call_up(request.hat, call)) and first_waiting(call) == expression.pk,
        place=place + 1,
        total=len(around),
        previous_pk=around[place - 1] if place else None,
        next_pk=around[place + 1] if place + 1 < len(around) else None,
    )
    return render(request, "regional_calls/read_expression.html", context, status=status)


def first_waiting(call: RegionalCall) -> int | None:
    choice = waiting_list.next_waiting(call)
    return choice.expression_id if choice else None


def to_expression(expression: Expression) -> HttpResponse:
    call = expression.call
    return redirect("regional_calls:read_expression", call.project_id, call.pk, expression.pk)


@require_POST
def give_view(request: HatRequest, project_pk: int, regional_call_pk: int, expression_pk: int) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    ensure(may_sort_expressions(request.hat, call))
    expression = expression_of(call, expression_pk)
    form = ViewForm(request.POST)
    if form.is_valid():
        try:
            selection.give_view(expression, **form.cleaned_data, by=request.hat)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Votre avis est enregistré.")
            return to_expression(expression)
    return reading_page(request, expression, view_form=form, status=INVALID)


@require_POST
def propose_choice(request: HatRequest, project_pk: int, regional_call_pk: int, expression_pk: int) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    ensure(may_sort_expressions(request.hat, call))
    expression = expression_of(call, expression_pk)
    form = ChoiceForm(request.POST)
    if form.is_valid():
        try:
            selection.propose_choice(expression, **form.cleaned_data, by=request.hat)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(
                request, "Votre proposition est enregistrée ; l'autre partie la confirme ou en fait une autre."
            )
            return to_expression(expression)
    return reading_page(request, expression, choice_form=form, status=INVALID)


@require_POST
def confirm_choice(request: HatRequest, project_pk: int, regional_call_pk: int, expression_pk: int) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    ensure(may_sort_expressions(request.hat, call))
    expression = expression_of(call, expression_pk)
    revision = request.POST.get("revision", "")
    with refusals_told(request):
        selection.confirm_choice(expression, revision=int(revision) if is_key(revision) else 0, by=request.hat)
        messages.success(request, "Le choix est commun à l'ARS et à l'Aract.")
    return to_expression(expression)


@require_POST
def call_up(request: HatRequest, project_pk: int, regional_call_pk: int, expression_pk: int) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    expression = expression_of(call, expression_pk)
    get_object_or_404(call.expressions.filter(choice__isnull=False), pk=expression_pk)
    with refusals_told(request):
        waiting_list.call_up(expression, by=request.hat)
        messages.success(request, f"{expression.name} est retenue ; un courriel le lui dit.")
    return to_expression(expression)


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
    return xlsx_response(f"reponses-{call.slug}.xlsx", [made])


@require_safe
def attachment(
    request: HatRequest, project_pk: int, regional_call_pk: int, expression_pk: int, attachment_pk: int
) -> HttpResponseBase:
    call = readable_call(request, project_pk, regional_call_pk)
    pieces = expression_of(call, expression_pk).attachments.of_pair().select_related("document")
    return documents.serve(get_object_or_404(pieces, pk=attachment_pk).document)


@editing
def announce(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    """Say what will happen and to whom, then do it once."""
    call = call_of(request, project_pk, regional_call_pk)
    ensure(may_sort_expressions(request.hat, call))
    refusal = ""
    if request.method == "POST":
        try:
            announcing.announce(call, by=request.hat)
        except Refused as refused:
            refusal = refused.reason
        else:
            messages.success(request, "Les choix sont annoncés : chaque structure reçoit un courriel.")
            return to_call(call)
    now = timezone.now()
    context = page_of(
        call,
        lines=call.expressions.handed_in().in_full().order_by("choice__outcome", "choice__rank", "number"),
        blockers=announcing.blockers(call, now),
        refusal=refusal,
        enters=announcing.is_running(call.project, now),
    )
    return render(request, "regional_calls/announce.html", context, status=INVALID if refusal else 200)


@require_POST
def take_in(request: HatRequest, project_pk: int, regional_call_pk: int) -> HttpResponse:
    call = call_of(request, project_pk, regional_call_pk)
    with refusals_told(request):
        entered = take_in_deed(call, by=request.hat)
        said = counted(len(entered), "structure prend part", "structures prennent part")
        messages.success(request, f"{said} désormais au projet.")
    return to_call(call)
