"""A late access: what the secretary allows, and the code that the pair types."""

from typing import Any

from django import forms

from accounts.models import Region
from applications.models import LateAccess
from calls.forms.local_time import LocalInstantField
from calls.models import Call
from core.forms import PortalForm
from core.inputs import LongTextField, PlainCharField, WholeNumberField


class LateAccessForm(PortalForm):
    reason = LongTextField(
        label="Motif",
        help_text="L'accusé de réception, la page de la fiche et la commission le donneront tel quel.",
        max_length=1000,
        rows=4,
        error_messages={"required": "Une exception se motive."},
    )

    def __init__(self, data: Any = None, *, call: Call) -> None:
        super().__init__(data)
        self.fields["region"] = forms.ModelChoiceField(
            label="Région",
            queryset=Region.objects.filter(projects__call=call).distinct(),
            required=False,
            empty_label="Toutes les régions",
        )
        self.fields["uses"] = WholeNumberField(
            label="Nombre de fiches que le code peut ouvrir", min_value=1, max_value=LateAccess.MOST_USES, initial=1
        )
        self.fields["expires_at"] = LocalInstantField(
            label="Expire le",
            help_text="Date et heure de l'appel. À cet instant précis, il est déjà trop tard.",
            zone=call.zone,
        )
        self.order_fields(["region", "uses", "expires_at", "reason"])


class LateCodeForm(PortalForm):
    code = PlainCharField(
        label="Code d'accès",
        help_text="Tel que le secrétariat de la commission vous l'a donné ; les tirets ne comptent pas.",
        max_length=40,
        error_messages={"required": "Saisissez le code."},
    )
