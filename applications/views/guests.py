"""Guests of a fiche: whom its pair invites, and what a guest sees of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from applications import guests
from applications.content import fiche_content
from applications.fiche_view import readable
from applications.forms.guests import GuestForm, ProlongForm
from applications.joined import address_of_files
from applications.models import Application, Guest
from applications.permissions import may_invite_guest
from applications.remarks import read_by
from applications.views.fiches import fiche_or_404, fiche_page, shared_or_404
from applications.window import is_open
from calls.enums import SectionKind
from core.form_page import answer_form, redirect_saying
from core.forms import PortalForm
from core.verdicts import ensure
from core.wording import day


def by_hat(for_guests: Callable[..., HttpResponse], page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """One address, and a page of their own for guests."""

    @wraps(page)
    def view(request: HatRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        worn = request.hat is not None and request.hat.guest
        return (for_guests if worn else page)(request, *args, **kwargs)

    return view


@require_safe
def invitations(request: HatRequest) -> HttpResponse:
    """The fiches that are open to a guest."""
    rows = list(guests.live_for(request.hat, timezone.now())[: guests.SHOWN])
    return render(request, "applications/guest_list.html", {"rows": rows, "styles": "css/applications.css"})


@require_safe
def guest_page(request: HatRequest, pk: int) -> HttpResponse:
    """Their sections of a fiche, to read, with what was said to them; the ways to write and to comment."""
    fiche = shared_or_404(request, pk)
    guest = fiche.guesthood(request.hat)
    if guest is None:
        raise Http404("Rien de tel n'existe.")
    content, now = fiche_content(fiche), timezone.now()
    content["sections"] = [one for one in content["sections"] if one["number"] in guest.numbers]
    threads = list(read_by(request.hat, fiche).filter(resolved_at=None).order_by("pk"))
    writes = guest.writes and bool(is_open(fiche, now))
    lines = [
        {
            "part": part,
            "writes": writes and part.kind == SectionKind.QUESTIONS,
            "threads": [thread for thread in threads if thread.section_id == part.pk],
        }
        for part in guest.parts
    ]
    return render(
        request,
        "applications/guest.html",
        {
            **readable(content),
            "application": fiche,
            "call": fiche.project.call,
            "guest": guest,
            "lines": lines,
            "writes": writes,
            "files_at": address_of_files(fiche),
        },
    )


def invite_guest(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    sections = fiche.questionnaire.sections.order_by("number")
    return answer_form(
        request,
        lambda data, _: GuestForm(data, sections=sections),
        page=fiche_page(
            fiche,
            "Inviter quelqu'un sur la fiche",
            "Envoyer l'invitation",
            intro="Un collègue, une experte : cette personne lit les sections que vous choisissez, rien d'autre, et ne "
            "signe ni ne dépose.",
            consequences=[
                "Elle reçoit un courriel ; si elle n'a pas de compte, un lien valable quatorze jours lui en ouvre un.",
                "Ses remarques et ses textes portent son nom et « invité » ; ils restent après la fin de l'invitation.",
                "Ce qu'elle écrit change la fiche : une signature déjà donnée serait annulée.",
                "De vos remarques, elle ne lit que celles où vous la mentionnez.",
                "L'invitation finit à sa date, au dépôt, ou dès que vous la retirez.",
            ],
        ),
        right=may_invite_guest(request.hat, fiche),
        deed=lambda form: guests.invite_guest(fiche, **form.asked(), by=request.hat),
        done=lambda made: redirect_saying(
            request, f"L'invitation part à l'adresse {made.email}.", "applications:application", fiche.pk
        ),
    )


def of_pair_or_404(request: HatRequest, pk: int, guest_pk: int) -> tuple[Application, Guest]:
    fiche = fiche_or_404(request, pk)
    ensure(may_invite_guest(request.hat, fiche))
    guest = get_object_or_404(fiche.guests.in_full(), pk=guest_pk)
    guest.application = fiche
    return fiche, guest


def prolong_guest(request: HatRequest, pk: int, guest_pk: int) -> HttpResponse:
    fiche, guest = of_pair_or_404(request, pk, guest_pk)
    return answer_form(
        request,
        lambda data, _: ProlongForm(data, initial={"until": guest.until}),
        page=fiche_page(
            fiche,
            f"Invitation de {guest.person}",
            "Enregistrer la date",
            intro="Si l'invitation n'est pas encore acceptée, un nouveau lien part, et remplace le premier.",
        ),
        right=may_invite_guest(request.hat, fiche),
        edits=guest,
        under=fiche,
        deed=lambda form: guests.prolong_guest(guest, until=form.cleaned_data["until"], by=request.hat),
        done=lambda row: redirect_saying(
            request, f"L'invitation dure jusqu'au {day(row.until)} compris.", "applications:application", fiche.pk
        ),
        refusal_at="until",
    )


def withdraw_guest(request: HatRequest, pk: int, guest_pk: int) -> HttpResponse:
    fiche, guest = of_pair_or_404(request, pk, guest_pk)
    return answer_form(
        request,
        PortalForm,
        page=fiche_page(
            fiche,
            f"Retirer l'invitation de {guest.person} ?",
            "Retirer l'invitation",
            keep="Garder l'invitation",
            consequences=[
                "Cette personne n'ouvre plus la fiche, dès maintenant ; un lien qui n'a pas servi n'ouvre plus rien.",
                "Ce qu'elle a écrit reste, sous son nom. Vous pourrez l'inviter de nouveau.",
            ],
        ),
        right=may_invite_guest(request.hat, fiche),
        deed=lambda _: guests.withdraw_guest(guest, by=request.hat),
        done=lambda _: redirect_saying(request, "L'invitation est retirée.", "applications:application", fiche.pk),
    )
