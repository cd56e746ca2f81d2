"""A structure writes its expression from its link: structure, project, sections, pieces, handing in, withdrawal."""

from collections.abc import Callable
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from calls.conditions import asked_on_page
from calls.models import Term
from core.autosave import answer_draft
from core.forms import DraftForm
from core.verdicts import Refused
from core.wording import instant
from directory.forms.groupings import GroupingForm
from directory.models import Establishment
from directory.searching import is_key
from records import documents
from regional_calls import linking, submitting, writing
from regional_calls.answers_view import Reader
from regional_calls.choosing import found, structure_of
from regional_calls.enums import ExpressionState
from regional_calls.forms.expression import PieceForm, ProjectForm, SectionForm, SubmitForm, section_form
from regional_calls.models import Expression
from regional_calls.progress import Step, sections_of, steps
from regional_calls.views.access import Access, begun, by_link
from regional_calls.views.public import allowed, editing

INVALID = 422


def url_of(token: str, step: Step) -> str:
    arguments = [token] if step.number is None else [token, step.number]
    return reverse(f"regional_calls:{step.url_name}", args=arguments)


def expression_now(access: Access) -> Expression:
    """The expression of a page that is reached only once begun."""
    if access.expression is None:
        raise Http404("Cette réponse n'est pas commencée.")
    return access.expression


@editing
@by_link
def expression(request: HttpRequest, access: Access) -> HttpResponse:
    """Where the answer stands; before it is begun, what it will ask."""
    if access.expression is None:
        if request.method == "POST":
            linking.begin(access.link)
            return redirect("regional_calls:structure", access.token)
        return render(request, "regional_calls/begin.html", access.page(sections=None))
    shown = access.expression
    ways = steps(shown, sections_of(shown))
    context = access.page(
        items=[
            {
                "label": step.label,
                "url": url_of(access.token, step),
                "state": step.state,
                "hint": step.missing[0] if len(step.missing) == 1 else "",
            }
            for step in ways
        ],
        done=sum(step.complete for step in ways),
        total=len(ways),
        complete=all(step.complete for step in ways),
        next_url=next((url_of(access.token, step) for step in ways if not step.complete), ""),
        structure=structure_of(shown),
        attachments=shown.attachments.of_author().select_related("document"),
        changed=submitting.is_changed(shown),
        choice=getattr(shown, "choice", None) if access.call.announced_at else None,
        state=shown.state,
        submitted=shown.state == ExpressionState.SUBMITTED,
        withdrawn=shown.state == ExpressionState.WITHDRAWN,
    )
    return render(request, "regional_calls/expression.html", context)


@editing
@begun
def structure(request: HttpRequest, access: Access) -> HttpResponse:
    """Search the register, then choose; a choice that cannot be is explained at once."""
    answer = expression_now(access)
    refusal = ""
    if request.method == "POST":
        row = structure_or_404(request.POST.get("etablissement", ""))
        try:
            writing.choose_establishment(answer, row)
        except Refused as refused:
            refusal = refused.reason
        else:
            messages.success(request, f"Vous répondez pour {row.name}.")
            return redirect("regional_calls:digital_project", access.token)
    context = access.page(
        found=found(answer, request.GET.get("q", "")), structure=structure_of(answer), refusal=refusal
    )
    return render(request, "regional_calls/structure.html", context, status=INVALID if refusal else 200)


@begun
def search_structure(request: HttpRequest, access: Access) -> HttpResponse:
    """What is found, as one types."""
    answer = expression_now(access)
    if "HX-Request" not in request.headers:
        return redirect("regional_calls:structure", access.token)
    return render(request, "regional_calls/_found.html", access.page(found=found(answer, request.GET.get("q", ""))))


def structure_or_404(chosen: str) -> Establishment:
    if not is_key(chosen):
        raise Http404("Cette structure n'existe pas.")
    return get_object_or_404(Establishment.objects.select_related("region"), pk=int(chosen))


@editing
@begun
def grouping(request: HttpRequest, access: Access) -> HttpResponse:
    form = GroupingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            writing.name_structure(expression_now(access), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"Vous répondez pour {form.cleaned_data['name']}.")
            return redirect("regional_calls:digital_project", access.token)
    return render(request, "regional_calls/grouping.html", access.page(form=form))


@editing
@begun
def digital_project(request: HttpRequest, access: Access) -> HttpResponse:
    """The project to explore; what is valid is kept even if the rest is not."""
    return writing_page(
        request,
        access,
        lambda answer, data: ProjectForm(data, call=access.call, kept=answer.draft.get("project")),
        save=lambda form, answer: writing.describe_project(answer, form.understood()),
        template="regional_calls/digital_project.html",
        url_name="digital_project",
    )


@editing
@begun
def expression_section(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    sections = sections_of(expression_now(access))
    section = next((row for row in sections if row.number == number), None)
    if section is None:
        raise Http404("Cette page n'existe pas.")
    every = [question for row in sections for question in row.questions.all()]

    def form_over(answer: Expression, data: Any) -> SectionForm:
        answers = answer.draft.get("answers") or {}
        return section_form(asked_on_page(list(section.questions.all()), every, answers), answers, data)

    return writing_page(
        request,
        access,
        form_over,
        save=lambda form, answer: writing.save_answers(answer, form.understood()),
        template="regional_calls/expression_section.html",
        url_name="expression_section",
        number=number,
        section=section,
    )


def writing_page(
    request: HttpRequest,
    access: Access,
    make_form: Callable[[Expression, Any], DraftForm],
    *,
    save: Callable[[Any, Expression], None],
    template: str,
    url_name: str,
    number: int | None = None,
    **more: Any,
) -> HttpResponse:
    """Keep what is valid, field by field or by the button, which leads on; bring back the rest as typed."""
    answer = expression_now(access)
    ways = steps(answer, sections_of(answer))
    place = next(rank for rank, step in enumerate(ways) if (step.url_name, step.number) == (url_name, number))
    following = ways[place + 1] if place + 1 < len(ways) else None

    def page(form: DraftForm, status: int) -> HttpResponse:
        context = access.page(form=form, place=place + 1, total=len(ways), step=ways[place], next=following, **more)
        return render(request, template, context, status=status)

    def done(_: Any) -> HttpResponse:
        messages.success(request, f"« {ways[place].label} » est enregistré.")
        home = reverse("regional_calls:expression", args=[access.token])
        return redirect(url_of(access.token, following) if following and "suite" in request.POST else home)

    return answer_draft(
        request,
        answer,
        make_form,
        save=save,
        page=page,
        done=done,
        last_edit=lambda: f"depuis une autre page, le {instant(answer.edited_at, access.call.zone)}",
        zone=access.call.zone,
    )


@editing
@begun
def pieces(request: HttpRequest, access: Access) -> HttpResponse:
    answer = expression_now(access)
    form = PieceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if not allowed(request, "regional_calls.piece", answer.email):
            return ratelimit.respond_429(request)
        try:
            writing.attach(answer, kind=form.cleaned_data["kind"], upload=form.cleaned_data["file"])
        except Refused as refusal:
            form.add_error("file", refusal.reason)
        else:
            messages.success(request, "La pièce est jointe ; elle partira avec la prochaine remise.")
            return redirect("regional_calls:pieces", access.token)
    attachments = answer.attachments.of_author().select_related("document")
    return render(request, "regional_calls/pieces.html", access.page(form=form, attachments=attachments))


@begun
def own_piece(_request: HttpRequest, access: Access, attachment_pk: int) -> HttpResponseBase:
    piece = get_object_or_404(expression_now(access).attachments.of_author(), pk=attachment_pk)
    return documents.serve(piece.document)


@require_POST
@begun
def remove_piece(request: HttpRequest, access: Access, attachment_pk: int) -> HttpResponse:
    answer = expression_now(access)
    piece = get_object_or_404(answer.attachments.of_author().select_related("document"), pk=attachment_pk)
    piece.expression = answer
    writing.detach(piece)
    messages.success(request, f"« {piece} » est retirée.")
    return redirect("regional_calls:pieces", access.token)


@editing
@begun
def submit(request: HttpRequest, access: Access) -> HttpResponse:
    """Read all of it once, then hand it in."""
    answer = expression_now(access)
    form = SubmitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            done = submitting.submit(answer)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(
                request, f"Votre réponse {done.number} est reçue ; un accusé de réception vous est envoyé."
            )
            return redirect("regional_calls:expression", access.token)
    sections = sections_of(answer)
    ways = steps(answer, sections)
    context = access.page(
        form=form,
        missing=[(step.label, url_of(access.token, step), step.missing) for step in ways if step.missing],
        structure=structure_of(answer),
        read_project=read_project(answer),
        sections=Reader(sections).read(answer.draft.get("answers") or {}),
        attachments=answer.attachments.of_author().select_related("document"),
        changed=submitting.is_changed(answer),
    )
    return render(request, "regional_calls/submit.html", context, status=INVALID if form.errors else 200)


def read_project(answer: Expression) -> list[tuple[str, str]]:
    """The draft's project in words."""
    kept = answer.draft.get("project") or {}
    form = ProjectForm(call=answer.call)
    chosen = {name: kept[name] for name in ("nature", "maturity") if kept.get(name)}
    labels = dict(Term.objects.filter(pk__in=chosen.values()).values_list("pk", "label"))
    theme = answer.call.themes.filter(pk=kept["theme"]).first() if kept.get("theme") else None
    words = {
        **{name: kept.get(name) or "" for name in form.fields},
        "theme": theme.label if theme else "",
        **{name: labels.get(pk, "") for name, pk in chosen.items()},
    }
    return [(str(field.label), words[name]) for name, field in form.fields.items()]


@editing
@begun
def withdraw(request: HttpRequest, access: Access) -> HttpResponse:
    answer = expression_now(access)
    if request.method == "POST":
        submitting.withdraw(answer)
        messages.success(request, "Votre réponse est retirée : l'ARS et l'Aract ne la lisent plus.")
        return redirect("regional_calls:expression", access.token)
    if answer.state != ExpressionState.SUBMITTED:
        return redirect("regional_calls:expression", access.token)
    return render(request, "regional_calls/withdraw.html", access.page())
