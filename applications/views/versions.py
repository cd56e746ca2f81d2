"""The versions of a fiche, for its pair: the list of edits, two moments side by side, going back to one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from applications.models import Application, SectionRevision
from applications.permissions import may_read_versions, may_write
from applications.sealing import questions_of
from applications.versions import compare, just_before, restore, versions, what_changed
from applications.views.fiches import crumbs_of, fiche_or_404
from core.form_page import FormPage, answer_form, redirect_saying
from core.forms import PortalForm
from core.list_page import ListPage, Nothing, show_list
from core.verdicts import Refused, ensure
from core.wording import instant
from directory.searching import is_key


@require_safe
def history(request: HatRequest, pk: int) -> HttpResponse:
    """Every edit, the latest first, and the choice of two moments to compare."""
    fiche = fiche_or_404(request, pk)
    ensure(may_read_versions(request.hat, fiche))
    labels = {question.code: question.label for question in questions_of(fiche)}
    return show_list(
        request,
        versions(fiche),
        ListPage(
            "applications/history.html",
            "Versions de la fiche",
            counted="version",
            crumbs=crumbs_of(fiche),
            nothing=Nothing("Rien n'est encore écrit", "Chaque enregistrement d'une section paraîtra ici."),
            context={"application": fiche, "call": fiche.project.call, "styles": "css/applications.css"},
        ),
        lines=lambda page: [{"revision": row, "what": what_changed(row, labels)} for row in page],
        may_write=may_write(request.hat, fiche),
    )


@require_safe
def compare_versions(request: HatRequest, pk: int) -> HttpResponse:
    """`?avant=` and `?apres=` name the last edit of each moment; without the second, the fiche as it is now.

    `?depuis=` names an edit instead, and shows its section alone, from what it said just before.
    """
    fiche = fiche_or_404(request, pk)
    ensure(may_read_versions(request.hat, fiche))
    after = moment(fiche, request.GET["apres"]) if request.GET.get("apres") else None
    if request.GET.get("depuis"):
        first = moment(fiche, request.GET["depuis"])
        before, only = just_before(first), first.section_answers_id
    else:
        before, only = moment(fiche, request.GET.get("avant", "")), None
        if after is not None and after.pk < before.pk:
            before, after = after, before
    context = {
        "application": fiche,
        "call": fiche.project.call,
        "before": before,
        "after": after,
        "sections": compare(fiche, before.pk if before else 0, after.pk if after else None, only=only),
        "may_write": may_write(request.hat, fiche),
    }
    return render(request, "applications/compare_versions.html", context)


def moment(fiche: Application, key: str) -> SectionRevision:
    if not is_key(key):
        raise Refused("Choisissez deux versions à comparer dans la liste.")
    return get_object_or_404(versions(fiche), pk=int(key))


def restore_version(request: HatRequest, pk: int, revision_pk: int) -> HttpResponse:
    """Ask once, saying what will happen; then the section says again what it said."""
    fiche = fiche_or_404(request, pk)
    revision = get_object_or_404(versions(fiche), pk=revision_pk)
    revision.section_answers.application = fiche
    section = revision.section_answers.section
    when = instant(revision.edited_at, fiche.project.call.zone)
    history = reverse("applications:history", args=[fiche.pk])
    return answer_form(
        request,
        PortalForm,
        page=FormPage(
            "Revenir à une version",
            "Revenir à cette version",
            history,
            crumbs=[*crumbs_of(fiche), ("Versions", history)],
            intro=f"Section {section.number}, {section.title}, telle qu'elle était le {when}.",
            consequences=(
                "La section redit ce qu'elle disait alors ; les autres sections ne changent pas.",
                "Ce qu'elle dit aujourd'hui reste dans la liste des versions : vous pourrez y revenir.",
                "Si son contenu change, les signatures déjà données sont annulées et leurs signataires prévenus.",
            ),
        ),
        right=may_write(request.hat, fiche, [section]),
        deed=lambda _: restore(revision, by=request.hat, now=timezone.now()),
        done=lambda _: redirect_saying(
            request, f"La section {section.number} est revenue à sa version du {when}.", history
        ),
    )
