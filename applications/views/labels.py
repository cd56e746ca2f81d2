"""The secretariat's labels, and those of one fiche."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.middleware import HatRequest
from applications import labelling
from applications.forms.labels import FicheLabelsForm, LabelForm, MergeForm
from applications.models import Label
from applications.permissions import may_keep_labels, may_label
from applications.views.fiches import crumbs_of, fiche_or_404
from core.form_page import FormPage, answer_form, redirect_saying
from core.verdicts import ensure
from records.journal import last_edit
from records.views.removing import ask_to_remove, row_or_gone

CRUMB = "Étiquettes"


@require_safe
def labels(request: HatRequest) -> HttpResponse:
    ensure(may_keep_labels(request.hat))
    return render(request, "applications/labels.html", {"labels": Label.objects.with_use().in_order()})


def page_of(title: str, submit: str, **around: str | list[str] | dict[str, str]) -> FormPage:
    above = reverse("applications:labels")
    return FormPage(title, submit, above, crumbs=[(CRUMB, above)], **around)  # type: ignore[arg-type]


def make_label(request: HatRequest) -> HttpResponse:
    return answer_form(
        request,
        lambda data, _: LabelForm(data),
        page=page_of("Créer une étiquette", "Créer l'étiquette"),
        right=may_keep_labels(request.hat),
        deed=lambda form: labelling.make_label(**form.cleaned_data, by=request.hat),
        done=lambda label: redirect_saying(request, f"L'étiquette « {label} » est créée.", "applications:labels"),
    )


def label_or_gone(request: HatRequest, label_pk: int) -> Label:
    ensure(may_keep_labels(request.hat))
    rows: QuerySet[Label] = Label.objects.all()
    return row_or_gone(rows, label_pk)


def change_label(request: HatRequest, label_pk: int) -> HttpResponse:
    label = label_or_gone(request, label_pk)
    return answer_form(
        request,
        lambda data, _: LabelForm(data, initial={"name": label.name, "tone": label.tone}),
        page=page_of(f"Modifier l'étiquette « {label} »", "Enregistrer"),
        right=may_keep_labels(request.hat),
        edits=label,
        last_edit=last_edit(label),
        deed=lambda form: labelling.change_label(label, **form.cleaned_data, by=request.hat),
        done=lambda changed: redirect_saying(request, f"L'étiquette « {changed} » est à jour.", "applications:labels"),
    )


def merge_label(request: HatRequest, label_pk: int) -> HttpResponse:
    """Merging takes the label away: the same form sent again leads where the first one led (`core.once`)."""
    sent = request.method == "POST" and not Label.objects.filter(pk=label_pk).exists()
    label = Label(pk=label_pk, name="retirée") if sent else label_or_gone(request, label_pk)
    return answer_form(
        request,
        lambda data, _: MergeForm(data, label=label),
        page=page_of(
            f"Fusionner l'étiquette « {label} »",
            "Fusionner les étiquettes",
            consequences=[
                "Les fiches qui la portent portent l'autre.",
                f"« {label} » disparaît.",
                "Vous pourrez annuler pendant 24 heures.",
            ],
        ),
        right=may_keep_labels(request.hat),
        deed=lambda form: labelling.merge_label(label, **form.cleaned_data, by=request.hat),
        done=lambda entry: redirect_saying(
            request, f"{entry.summary}.", "applications:labels", undo=reverse("records:restore", args=[entry.pk])
        ),
    )


def remove_label(request: HatRequest, label_pk: int) -> HttpResponse:
    label = label_or_gone(request, label_pk)
    return ask_to_remove(
        request,
        page_of(
            f"Retirer l'étiquette « {label} »", "Retirer l'étiquette", consequences=["Plus aucune fiche ne la porte."]
        ),
        right=may_keep_labels(request.hat),
        deed=lambda: labelling.remove_label(label, by=request.hat),
        done=f"L'étiquette « {label} » est retirée.",
        to=("applications:labels",),
    )


def set_labels(request: HatRequest, pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    above = reverse("applications:received", args=[fiche.project.call.slug])
    return answer_form(
        request,
        lambda data, _: FicheLabelsForm(data, application=fiche),
        page=FormPage(
            f"Étiquettes : {fiche.project.region}",
            "Enregistrer les étiquettes",
            above,
            crumbs=[("Fiches reçues", above), crumbs_of(fiche)[-1]],
            intro="Elles servent au secrétariat à trier les fiches : le binôme et les rapporteurs ne les voient pas.",
            template="applications/set_labels.html",
            context={"labels_url": reverse("applications:labels")},
        ),
        right=may_label(request.hat, fiche),
        edits=fiche,
        last_edit=lambda: "par une autre personne du secrétariat",
        deed=lambda form: labelling.set_labels(fiche, form.cleaned_data["labels"], by=request.hat),
        done=lambda said: redirect_saying(request, said, above),
    )
