"""The portal's addresses, a page that shows every kind of field, and a deed that always refuses."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import path

from acia_portal.urls import urlpatterns as portal_urls
from core.forms import PortalForm
from core.inputs import DayField, EuroField, LongTextField, PlainCharField
from core.verdicts import OutOfTurn

PAGE = """{% extends "base.html" %}{% load components %}
{% block title %}Essai{% endblock %}
{% block content %}<h1>Essai</h1>
{% include "_form.html" with form=form submit_label="Déposer la fiche" %}
{% modal_button "retrait" "Retirer la fiche" "secondary" %}
{% modal "retrait" "Retirer la fiche ?" %}<p>Elle ne sera plus examinée.</p>{% endmodal %}
<button class="fr-btn" type="button" hx-post="/refus/">Enregistrer sans attendre</button>
<section id="retour"><h2>Retour</h2></section>
{% endblock %}"""


class Sheet(PortalForm):
    title = PlainCharField(label="Titre", help_text="Tel qu'il paraîtra.")
    amount = EuroField(label="Montant")
    story = LongTextField(label="Récit", max_length=10)
    on = DayField(label="Date")
    colour = forms.ChoiceField(label="Couleur", choices=[("r", "rouge"), ("b", "bleu")], widget=forms.RadioSelect)
    sizes = forms.MultipleChoiceField(label="Tailles", choices=[("s", "petite")], widget=forms.CheckboxSelectMultiple)
    country = forms.ChoiceField(label="Pays", choices=[("fr", "France")])
    piece = forms.FileField(label="Pièce")
    agreed = forms.BooleanField(label="J'ai lu la note")


@login_not_required
def show(request: HttpRequest) -> HttpResponse:
    form = Sheet(request.POST or None, request.FILES or None)
    if "dit" in request.GET:
        messages.success(request, "C'est fait.")
    return HttpResponse(Template(PAGE).render(RequestContext(request, {"form": form})))


def refuse(request: HttpRequest) -> HttpResponse:
    raise OutOfTurn("L'appel est clos.")


urlpatterns = [*portal_urls, path("essai/", show), path("refus/", refuse)]
