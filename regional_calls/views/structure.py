"""Whom an expression speaks for: searched in the register or named by hand, with its postal address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core.form_page import answer_form, redirect_saying
from core.forms import PortalForm
from core.verdicts import OutOfTurn
from core.wording import the
from directory.forms.groupings import GroupingForm
from directory.models import Establishment
from directory.searching import is_key
from regional_calls import writing
from regional_calls.choosing import structure_of, structures_found
from regional_calls.forms.expression import AddressForm
from regional_calls.views.access import Access, begun, expression_now


@begun
def structure(request: HttpRequest, access: Access) -> HttpResponse:
    """Search the register, then choose; a choice that cannot be is explained at once."""
    answer = expression_now(access)

    def choose(_: PortalForm) -> tuple[str, bool]:
        row = structure_or_404(request.POST.get("etablissement", ""))
        writing.choose_establishment(answer, row)
        return row.name, not row.postal_address

    return answer_form(
        request,
        PortalForm,
        page=access.form_page(
            "Votre structure",
            "Choisir",
            template="regional_calls/structure.html",
            context={"found": structures_found(answer, request.GET.get("q", "")), "structure": structure_of(answer)},
        ),
        deed=choose,
        done=lambda chosen: answering_for(request, access, *chosen),
    )


def answering_for(request: HttpRequest, access: Access, name: str, asks_address: bool) -> HttpResponse:
    following = "address" if asks_address else "digital_project"
    return redirect_saying(request, f"Vous répondez pour {the(name)}.", f"regional_calls:{following}", access.token)


@begun
def address(request: HttpRequest, access: Access) -> HttpResponse:
    """Where to write to a structure, when the register does not say."""
    answer = expression_now(access)
    chosen = structure_of(answer)

    def turn() -> None:
        if chosen is None or not chosen.asks_address:
            raise OutOfTurn("L'adresse de la structure n'est pas à donner ici.")

    return answer_form(
        request,
        lambda data, _: AddressForm(data, initial={"address": chosen.address if chosen else ""}),
        page=access.form_page(
            "Adresse postale",
            "Enregistrer l'adresse",
            back=reverse("regional_calls:structure", args=[access.token]),
            intro="Le répertoire ne donne pas d'adresse pour cette structure.",
        ),
        turn=turn,
        deed=lambda form: writing.give_address(answer, form.cleaned_data["address"]),
        done=lambda _: redirect_saying(
            request, "L'adresse est enregistrée.", "regional_calls:digital_project", access.token
        ),
    )


@begun
def search_structure(request: HttpRequest, access: Access) -> HttpResponse:
    """What is found, as one types."""
    answer = expression_now(access)
    if "HX-Request" not in request.headers:
        return redirect("regional_calls:structure", access.token)
    return render(
        request, "regional_calls/_found.html", access.page(found=structures_found(answer, request.GET.get("q", "")))
    )


def structure_or_404(chosen: str) -> Establishment:
    if not is_key(chosen):
        raise Http404("Cette structure n'existe pas.")
    return get_object_or_404(Establishment.objects.select_related("region"), pk=int(chosen))


@begun
def grouping(request: HttpRequest, access: Access) -> HttpResponse:
    def name(form: GroupingForm) -> str:
        writing.name_structure(expression_now(access), **form.cleaned_data)
        return str(form.cleaned_data["name"])

    return answer_form(
        request,
        lambda data, _: GroupingForm(data),
        page=access.form_page(
            "Nommer un groupement ou un territoire",
            "Répondre pour lui",
            back=reverse("regional_calls:structure", args=[access.token]),
            keep="Le chercher par son nom",
            intro=f"Région {access.call.project.region}. S'il est déjà connu du portail, cherchez-le par son nom.",
        ),
        deed=name,
        done=lambda named: answering_for(request, access, named, asks_address=True),
    )
