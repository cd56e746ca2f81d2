"""What is typed once for several received fiches."""

from django import forms

from core.forms import PortalForm
from core.inputs import LongTextField


class AdmitForm(PortalForm):
    sound = forms.BooleanField(
        label="J'ai vérifié les quatre points de chacune de ces fiches",
        help_text="Complète, arrivée dans le délai, de la bonne région, dans le champ de l'appel.",
        error_messages={"required": "Une fiche n'est recevable que si les quatre points sont vérifiés."},
    )


class SeveralMessageForm(PortalForm):
    text = LongTextField(
        label="Le message",
        max_length=4000,
        rows=5,
        error_messages={"required": "Écrivez votre message."},
    )
