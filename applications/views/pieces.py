"""What a deposited fiche lacks: the secretary asks, the pair answers."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.middleware import HatRequest
from applications import pieces
from applications.forms.pieces import PiecesAnswerForm, PiecesForm
from applications.models import PiecesAnswer
from applications.permissions import may_answer_pieces, may_ask_pieces
from applications.views.fiches import fiche_or_404, fiche_page
from core.form_page import answer_form, redirect_saying
from core.verdicts import OutOfTurn
from core.wording import day
from records import documents
from records.models import Document


def ask_pieces(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk, deposit__isnull=False)
    standing = pieces.standing_request(fiche)
    notice = None
    if standing is not None and not standing.answers.exists():
        title = f"Une demande attend déjà sa réponse, jusqu'au {day(standing.until)}"
        notice = ("warning", title, f"Une nouvelle demande remplacera la demande n° {standing.act}.")
    return answer_form(
        request,
        lambda data, _: PiecesForm(data),
        page=fiche_page(
            fiche,
            "Demander des pièces",
            "Envoyer la demande",
            notice=notice,
            consequences=(
                "L'ARS reçoit la demande par courriel, en PDF et numérotée ; l'Aract en a copie.",
                "Le binôme répond depuis la page de la fiche. La fiche déposée ne change pas.",
                "Une fiche incomplète ne peut être dite irrecevable qu'après sa réponse, ou la fin du délai.",
            ),
        ),
        right=may_ask_pieces(request.hat, fiche),
        deed=lambda form: pieces.ask_for_pieces(fiche, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda made: redirect_saying(
            request, f"La demande n° {made.act} est envoyée.", "applications:application", pk
        ),
    )


def answer_pieces(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk, deposit__isnull=False)
    standing = pieces.standing_request(fiche)

    def ensure_asked() -> None:
        if standing is None:
            raise OutOfTurn("Aucune pièce n'est demandée sur cette fiche : il n'y a rien à envoyer.")

    return answer_form(
        request,
        PiecesAnswerForm,
        page=fiche_page(
            fiche,
            "Répondre à la demande de pièces",
            "Envoyer la réponse",
            template="applications/answer_pieces.html",
            context={"pieces_request": standing, "styles": "css/applications.css"},
        ),
        right=may_answer_pieces(request.hat, fiche),
        turn=ensure_asked,
        refusal_at="upload",
        deed=lambda form: pieces.answer_pieces(fiche, **form.cleaned_data, by=request.hat, now=timezone.now()),
        done=lambda _: redirect_saying(request, "Votre réponse est envoyée.", "applications:application", pk),
    )


def piece(request: HatRequest, pk: int, answer_pk: int) -> HttpResponseBase:
    """A file that the pair sent."""
    fiche = fiche_or_404(request, pk)
    sent = Document.objects.filter(
        pk__in=PiecesAnswer.objects.filter(asked__application=fiche, pk=answer_pk).values("document")
    )
    return documents.serve(get_object_or_404(sent))
