"""What the views of the tables share: opening the fiche to write in it, and going back to its section."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts.middleware import HatRequest
from applications.fiche_edit import ensure_open
from applications.models import Application
from applications.permissions import may_write
from applications.tables import section_url
from applications.views.fiches import fiche_or_404
from calls.models import Section
from core.verdicts import ensure


def fiche_to_write(request: HatRequest, pk: int) -> Application:
    """The fiche, if this hat may write it now; another region's does not exist."""
    fiche = fiche_or_404(request, pk)
    ensure(may_write(request.hat, fiche))
    ensure_open(fiche.project.call, timezone.now())
    return fiche


def section_of(fiche: Application, kind: str) -> Section:
    sections = Section.objects.filter(questionnaire=fiche.project.call.questionnaire_id, kind=kind)
    return get_object_or_404(sections.prefetch_related("questions").order_by("number")[:1])


def back(request: HatRequest, fiche: Application, kind: str, done: str) -> HttpResponse:
    """To the section, saying what was done."""
    messages.success(request, done)
    return redirect(section_url(fiche, kind))
