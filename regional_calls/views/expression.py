"""A structure writes its expression from its link: project, sections, pieces, handing in, withdrawal, its letters."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.views.limits import ensure_allowed
from acts.models import Act
from calls.conditions import asked_on_page
from calls.models import Term
from core.autosave import answer_draft
from core.form_page import FormPage, answer_form, redirect_saying
from core.forms import DraftForm, PortalForm
from core.verdicts import OutOfTurn
from core.wording import deadline, instant
from records import documents
from regional_calls import linking, submitting, writing
from regional_calls.answers_view import Reader
from regional_calls.choosing import structure_of
from regional_calls.enums import ExpressionState
from regional_calls.forms.expression import PieceForm, ProjectForm, SectionForm, SubmitForm, section_form
from regional_calls.models import Attachment, Expression
from regional_calls.progress import Step, sections_of, steps
from regional_calls.views.access import Access, begun, by_link, expression_now


def url_of(token: str, step: Step) -> str:
    arguments = [token] if step.number is None else [token, step.number]
    return reverse(f"regional_calls:{step.url_name}", args=arguments)


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
        items=[item_of(access.token, step) for step in ways],
        done=sum(step.complete for step in ways),
        total=len(ways),
        complete=all(step.complete for step in ways),
        next_url=next((url_of(access.token, step) for step in ways if not step.complete), ""),
        structure=structure_of(shown),
        attachments=shown.attachments.of_author().select_related("document"),
        changed=submitting.is_changed(shown),
        choice=getattr(shown, "choice", None) if access.call.announced_at else None,
        receipt=receipt_of(shown),
        state=shown.state,
        submitted=shown.state == ExpressionState.SUBMITTED,
        withdrawn=shown.state == ExpressionState.WITHDRAWN,
    )
    return render(request, "regional_calls/expression.html", context)


def receipt_of(answer: Expression) -> Act | None:
    """That of the last handing in, once it is drawn."""
    return Act.objects.for_check().filter(expression=answer, replaced_by=None).first()


@begun
def expression_receipt(request: HttpRequest, access: Access) -> HttpResponseBase:
    return served(request, access, receipt_of(expression_now(access)))


@begun
def expression_decision(request: HttpRequest, access: Access) -> HttpResponseBase:
    """The letter that announces the choice."""
    return served(request, access, Act.objects.for_check().filter(choice__expression=expression_now(access)).first())


def served(request: HttpRequest, access: Access, act: Act | None) -> HttpResponseBase:
    if act is None or act.document is None:
        messages.info(request, "Ce document est en préparation : il sera là dans quelques instants.")
        return redirect("regional_calls:expression", access.token)
    return documents.serve(act.document)


def item_of(token: str, step: Step) -> dict[str, Any]:
    return {
        "label": step.label,
        "url": url_of(token, step),
        "state": step.state,
        "hint": step.missing[0] if len(step.missing) == 1 else "",
    }


@begun
def digital_project(request: HttpRequest, access: Access) -> HttpResponse:
    """The project to explore; what is valid is kept even if the rest is not."""
    return writing_page(
        request,
        access,
        lambda answer, data: ProjectForm(data, call=access.call, kept=answer.draft.get("project")),
        save=lambda form, answer: writing.describe_project(answer, form.understood()),
        url_name="digital_project",
        guidance="Passé, en cours ou à venir : l'important est la question qu'il pose à celles et ceux qui "
        "travaillent.",
    )


@begun
def expression_section(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    sections = sections_of(expression_now(access))
    section = next((row for row in sections if row.number == number), None)
    if section is None:
        raise Http404("Cette page n'existe pas.")
    every = [question for row in sections for question in row.questions.all()]

    def form_over(answer: Expression, data: Any) -> SectionForm:
        answers = answer.draft.get("answers") or {}
        return section_form(
            asked_on_page(list(section.questions.all()), every, answers),
            answers,
            data,
            call=access.call.project.call_id,
        )

    return writing_page(
        request,
        access,
        form_over,
        save=lambda form, answer: writing.save_answers(answer, form.answers()),
        url_name="expression_section",
        number=number,
        guidance=section.guidance,
    )


def writing_page(
    request: HttpRequest,
    access: Access,
    make_form: Callable[[Expression, Any], DraftForm],
    *,
    save: Callable[[Any, Expression], None],
    url_name: str,
    number: int | None = None,
    guidance: str,
) -> HttpResponse:
    """Keep what is valid, field by field or by the button, which leads on; bring back the rest as typed."""
    answer = expression_now(access)
    ways = steps(answer, sections_of(answer))
    place = next(rank for rank, one in enumerate(ways) if (one.url_name, one.number) == (url_name, number))
    step, following = ways[place], next(iter(ways[place + 1 :]), None)
    context = {"step": step, "place": place + 1, "total": len(ways), "next": following, "guidance": guidance}
    page = access.form_page(step.label, "Enregistrer", template="regional_calls/writing.html", context=context)
    return answer_draft(
        request,
        answer,
        make_form,
        save=save,
        page=lambda form, status: page.render(request, form, status=status),
        done=lambda _: onward(request, access, step, following),
        last_edit=lambda: f"depuis une autre page, le {instant(answer.edited_at, access.call.zone)}",
        zone=access.call.zone,
    )


def onward(request: HttpRequest, access: Access, step: Step, following: Step | None) -> HttpResponse:
    messages.success(request, f"« {step.label} » est enregistré.")
    home = reverse("regional_calls:expression", args=[access.token])
    return redirect(url_of(access.token, following) if following and "suite" in request.POST else home)


@begun
def pieces(request: HttpRequest, access: Access) -> HttpResponse:
    answer = expression_now(access)

    def attach(form: PieceForm) -> None:
        ensure_allowed(request, "regional_calls.piece", answer.email)
        writing.attach(answer, kind=form.cleaned_data["kind"], upload=form.cleaned_data["file"])

    return answer_form(
        request,
        PieceForm,
        page=access.form_page(
            "Pièces jointes",
            "Joindre la pièce",
            keep="Revenir à la réponse",
            template="regional_calls/pieces.html",
            context={"attachments": answer.attachments.of_author().select_related("document")},
        ),
        refusal_at="file",
        deed=attach,
        done=lambda _: to_pieces(request, access, "La pièce est jointe ; elle partira avec la prochaine remise."),
    )


def to_pieces(request: HttpRequest, access: Access, done: str, undo: str = "") -> HttpResponse:
    return redirect_saying(request, done, "regional_calls:pieces", access.token, undo=undo)


@begun
def own_piece(_request: HttpRequest, access: Access, attachment_pk: int) -> HttpResponseBase:
    piece = get_object_or_404(expression_now(access).attachments.of_author(), pk=attachment_pk)
    return documents.serve(piece.document)


def piece_or_404(access: Access, pk: int) -> Attachment:
    """A piece of this expression, taken away or not."""
    answer = expression_now(access)
    piece = get_object_or_404(answer.attachments.select_related("document"), pk=pk)
    piece.expression = answer
    return piece


@begun
def remove_piece(request: HttpRequest, access: Access, attachment_pk: int) -> HttpResponse:
    """Ask once; two people of one link may do it at once."""
    piece = piece_or_404(access, attachment_pk)
    undo = reverse("regional_calls:restore_piece", args=[access.token, piece.pk])
    if piece.removed_at is not None:
        raise OutOfTurn(f"« {piece} » a été retirée le {instant(piece.removed_at, access.call.zone)}.", undo=undo)
    return answer_form(
        request,
        PortalForm,
        page=access.form_page(
            f"Retirer « {piece} » ?",
            "Retirer la pièce",
            back=reverse("regional_calls:pieces", args=[access.token]),
            keep="Garder la pièce",
            consequences=[
                "La pièce ne partira pas avec la prochaine remise.",
                "Vous pourrez annuler ce retrait pendant 24 heures, tant que la réponse n'est pas remise.",
            ],
        ),
        deed=lambda _: writing.detach(piece),
        done=lambda _: to_pieces(request, access, f"« {piece} » est retirée.", undo),
    )


@require_POST
@begun
def restore_piece(request: HttpRequest, access: Access, attachment_pk: int) -> HttpResponse:
    piece = writing.rejoin(piece_or_404(access, attachment_pk))
    return to_pieces(request, access, f"« {piece} » est rétablie.")


@begun
def submit(request: HttpRequest, access: Access) -> HttpResponse:
    """Read all of it once, then hand it in."""
    answer = expression_now(access)

    def done(made: Expression) -> HttpResponse:
        told = f"Votre réponse {made.number} est reçue ; un accusé de réception vous est envoyé."
        return redirect_saying(request, told, "regional_calls:expression", access.token)

    return answer_form(
        request,
        SubmitForm,
        page=lambda _: reading_page(access, answer),
        deed=lambda _: submitting.submit(answer),
        done=done,
    )


def reading_page(access: Access, answer: Expression) -> FormPage:
    sections = sections_of(answer)
    ways = steps(answer, sections)
    return access.form_page(
        "Relire et remettre",
        "Remettre la réponse",
        keep="Revenir à la réponse",
        template="regional_calls/submit.html",
        context={
            "missing": [(step.label, url_of(access.token, step), step.missing) for step in ways if step.missing],
            "structure": structure_of(answer),
            "read_project": read_project(answer),
            "sections": Reader(sections).read(answer.draft.get("answers") or {}),
            "attachments": answer.attachments.of_author().select_related("document"),
        },
    )


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


@begun
def withdraw(request: HttpRequest, access: Access) -> HttpResponse:
    answer, call = expression_now(access), access.call
    again = "L'appel est fermé : elle ne pourra plus être remise."
    if access.writable:
        again = f"Elle reste enregistrée ici : vous pourrez la remettre jusqu'au {deadline(call.closes_at, call.zone)}."
    return answer_form(
        request,
        PortalForm,
        page=access.form_page(
            f"Retirer la réponse {answer.number} ?",
            "Retirer votre réponse",
            consequences=[
                "L'ARS et l'Aract ne la liront plus, et ne choisiront pas votre structure.",
                again,
                "Un courriel vous le confirmera.",
            ],
        ),
        turn=lambda: submitting.ensure_withdrawable(answer, call),
        deed=lambda _: submitting.withdraw(answer),
        done=lambda _: redirect_saying(
            request,
            "Votre réponse est retirée : l'ARS et l'Aract ne la lisent plus.",
            "regional_calls:expression",
            access.token,
        ),
    )
