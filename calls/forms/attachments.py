"""Documents, contacts and milestones of a call."""

from django import forms

from accounts.enums import NATIONAL_KINDS
from accounts.models import Organisation
from calls.enums import DocumentKind
from core.forms import PortalForm
from core.inputs import AddressField, DayField, PlainCharField


class DocumentForm(PortalForm):
    kind = forms.ChoiceField(
        label="Nature du document", choices=[(kind.value, kind.label.capitalize()) for kind in DocumentKind]
    )
    title = PlainCharField(label="Titre", max_length=200, help_text="Ce que le public lira sur le lien.")
    file = forms.FileField(
        label="Fichier", help_text="PDF, Word, Excel, ODT ou image ; 10 Mo au plus. Un PDF accessible est préférable."
    )


class ContactForm(PortalForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(kind__in=NATIONAL_KINDS),
        label="Organisation",
        empty_label=None,
    )
    function = PlainCharField(
        label="Fonction",
        max_length=150,
        help_text="Une fonction plutôt qu'un nom : elle reste juste quand la personne change.",
    )
    email = AddressField(label="Adresse électronique", help_text="De préférence une boîte de service.")
    phone = PlainCharField(label="Téléphone", max_length=30, required=False)


class CallMilestoneForm(PortalForm):
    on = DayField(label="Date", help_text="Elle range le jalon dans le calendrier.")
    when = PlainCharField(
        label="Date en mots",
        max_length=60,
        required=False,
        help_text="Ce que le public lira à la place de la date, si le jour n'est pas fixé : « à l'automne 2027 ».",
    )
    label = PlainCharField(
        label="Jalon", max_length=200, help_text="Par exemple « Réunion d'information des régions »."
    )
