"""The members of the regional collective and of the extended group."""

from typing import Any

from django.http import Http404, HttpResponse

from accounts.middleware import HatRequest
from applications.carried import KIND_OF_GROUP
from applications.models import Application
from applications.views.fiches import fiche_or_404
from applications.views.tables import VOIDED, answer_row, ask_to_remove_row, table_page
from core.form_page import FormPage
from core.wording import counted
from records.views.removing import row_or_gone
from regions import composing
from regions.enums import MemberGroup
from regions.forms.collective import MemberForm
from regions.models import CollectiveMember
from regions.views.collective import GROUPS


def member_of(fiche: Application, pk: int) -> CollectiveMember:
    """A member of this fiche's groups; another project's does not exist."""
    project = fiche.project_id
    return row_or_gone(fiche.project.members.select_related("project", "profile"), pk, project=project)


def member_page(fiche: Application, group: MemberGroup, title: str, submit: str, **around: Any) -> FormPage:
    return table_page(fiche, KIND_OF_GROUP[group], f"{title} ({group.label})", submit, **around)


def add_member(request: HatRequest, pk: int, group: str) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    if group not in GROUPS:
        raise Http404("Ce groupe n'existe pas.")
    seated = GROUPS[group]
    again = "Ajouter puis en saisir un autre"
    return answer_row(
        request,
        fiche,
        lambda data, _: MemberForm(data, project=fiche.project, group=seated),
        KIND_OF_GROUP[seated],
        page=member_page(fiche, seated, "Ajouter un membre", "Ajouter le membre", again=again),
        summary=lambda form: f"Membre ajouté ({seated.label}) : {form.cleaned_data['function']}",
        write=lambda form, project: composing.add_member(project, seated, form.seat()),
        done=lambda member: f"« {member.function} » est dans le {seated.label}.",
    )


def edit_member(request: HatRequest, pk: int, member_pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    member = member_of(fiche, member_pk)
    group = MemberGroup(member.group)
    return answer_row(
        request,
        fiche,
        lambda data, _: MemberForm(data, project=fiche.project, group=group, member=member),
        KIND_OF_GROUP[group],
        page=member_page(fiche, group, "Modifier un membre", "Enregistrer le membre"),
        row=member,
        summary=lambda form: f"Membre modifié ({group.label}) : {form.cleaned_data['function']}",
        write=lambda form, _: composing.change_member(member, form.seat()),
        done=lambda changed: f"« {changed.function} » est à jour.",
    )


def remove_member(request: HatRequest, pk: int, member_pk: int) -> HttpResponse:
    fiche = fiche_or_404(request, pk)
    member = member_of(fiche, member_pk)
    group = MemberGroup(member.group)
    consequences = (f"Le {group.label} perd « {member} » ({counted(member.seats, 'personne')}).", VOIDED)
    return ask_to_remove_row(
        request,
        fiche,
        member,
        page=member_page(
            fiche,
            group,
            f"Retirer « {member.function} » ?",
            "Retirer le membre",
            keep="Garder le membre",
            consequences=consequences,
        ),
        summary=f"Membre retiré ({group.label}) : {member.function}",
        done=f"« {member.function} » n'est plus dans le {group.label}.",
    )
