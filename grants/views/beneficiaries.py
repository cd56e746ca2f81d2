"""Pages of who an ARS pays: a body entered, its identity corrected."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.middleware import HatRequest
from core.form_page import answer_form, redirect_saying
from core.wording import of_the
from grants import beneficiaries
from grants.forms.agreements import BeneficiaryForm, IdentityForm
from grants.models import Beneficiary
from grants.permissions import may_keep_money
from grants.views.agreements import listed
from grants.views.answering import funded_project, page_of
from records.journal import last_edit


def add_beneficiary(request: HatRequest, project_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    return answer_form(
        request,
        lambda data, _: BeneficiaryForm(data, initial={"region": project.region}),
        page=page_of(
            project,
            "Ajouter un bénéficiaire",
            "Ajouter le bénéficiaire",
            listed(project),
            ("Préparer une convention", reverse("grants:draft", args=[project.pk])),
            intro="Un organisme que votre ARS paie sur la part complémentaire. Il vaut pour tous les projets de l'ARS.",
        ),
        right=may_keep_money(request.hat, project),
        deed=lambda form: beneficiaries.add_beneficiary(
            project, name=form.cleaned_data["name"], identity=form.identity(), by=request.hat
        ),
        refusal_at="name",
        done=lambda added: redirect_saying(
            request, f"{added} peut maintenant recevoir une convention ou une aide.", "grants:draft", project.pk
        ),
    )


def revise_beneficiary(request: HatRequest, project_pk: int, beneficiary_pk: int) -> HttpResponse:
    project = funded_project(request, project_pk)
    found = get_object_or_404(Beneficiary.objects.filter(ars=project.ars_id), pk=beneficiary_pk)
    initial = {name: getattr(found, name) for name in IdentityForm.base_fields}
    return answer_form(
        request,
        lambda data, _: IdentityForm(data, initial=initial),
        page=page_of(
            project,
            f"Fiche du bénéficiaire : {found}",
            "Enregistrer la fiche",
            listed(project),
            intro="Ces renseignements figurent sur les conventions et les lettres à venir ; les actes passés restent "
            "tels quels.",
        ),
        right=may_keep_money(request.hat, project),
        edits=found,
        under=project.award,
        last_edit=last_edit(project, deed="grants.revise_beneficiary", data__beneficiary=found.pk),
        deed=lambda form: beneficiaries.revise_beneficiary(project, found, form.identity(), by=request.hat),
        done=lambda _: redirect_saying(
            request, f"La fiche {of_the(found)} est enregistrée.", "grants:agreements", project.pk
        ),
    )
