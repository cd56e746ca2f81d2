"""Saying who takes care of a section."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.middleware import HatRequest
from applications.charging import give_charge
from applications.forms.charging import ChargeForm
from applications.permissions import may_write
from applications.remarks import people_of
from applications.views.fiches import crumbs_of, fiche_or_404
from core.form_page import FormPage, answer_form, redirect_saying
from records.journal import last_edit


def charge(request: HatRequest, pk: int, number: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    rows = fiche.sections.select_related("section", "in_charge__user", "in_charge__organisation")
    row = get_object_or_404(rows, section__number=number)
    row.application = fiche
    section = reverse("applications:section", args=[fiche.pk, number])
    people = list(people_of(fiche))
    return answer_form(
        request,
        lambda data, _: ChargeForm(data, row=row, people=people),
        page=FormPage(
            f"Qui s'occupe de la section {number} ?",
            "Enregistrer",
            section,
            crumbs=[*crumbs_of(fiche), (str(row.section), section)],
            intro="C'est un repère pour vous partager le travail : l'ARS et l'Aract peuvent toujours écrire toutes "
            "les sections.",
        ),
        right=may_write(request.hat, fiche),
        edits=row,
        under=fiche,
        last_edit=last_edit(fiche, deed="applications.give_charge"),
        deed=lambda form: give_charge(row, form.chosen, by=request.hat),
        done=lambda _: redirect_saying(request, "C'est noté.", "applications:application", fiche.pk),
        refusal_at="charge",
    )
