"""The four fields by which a call begins."""

from typing import Any

from django import forms

from calls.beginning import CallModel
from calls.dates import BY_NAME, out_of_order
from calls.forms.local_time import LocalInstantField
from calls.models import Call, Phase
from core.forms import PortalForm
from core.inputs import PlainCharField

MOST_EARLIER = 20


class CallModelField(forms.ChoiceField):
    """An earlier call, or a phase of a programme; cleaned into a `CallModel`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=self.offered, **kwargs)

    def offered(self) -> list[Any]:
        self.models: dict[str, CallModel] = {}
        earlier = Call.objects.published().select_related("phase", "rule", "questionnaire", "grid")
        calls, phases = [], []
        for call in earlier.order_by("-opens_at", "-pk")[:MOST_EARLIER]:
            self.models[f"appel-{call.pk}"] = CallModel(call.phase, call)
            calls.append((f"appel-{call.pk}", call.title))
        listed = Phase.objects.select_related("programme").order_by("programme__name", "programme", "position", "pk")
        for phase in listed:
            code = f"phase-{phase.pk}"
            self.models[code] = CallModel(phase)
            phases.append((code, f"{phase.programme} – {phase}"))
        groups = [("Comme un appel passé", calls), ("Depuis un programme", phases)]
        return [("", "Choisir un modèle"), *((label, rows) for label, rows in groups if rows)]

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return self.models[chosen]


class BeginCallForm(PortalForm):
    model = CallModelField(
        label="Modèle",
        help_text="Un appel passé donne son questionnaire, sa grille, sa règle, ses thèmes et ses contacts.",
    )
    title = PlainCharField(label="Titre", max_length=200)
    opens_at = LocalInstantField(label=BY_NAME["opens_at"].label, help_text="Date et heure de Paris.")
    closes_at = LocalInstantField(
        label=BY_NAME["closes_at"].label,
        help_text="Date et heure de Paris. Un dépôt reçu à cet instant précis est déjà hors délai.",
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for name, _, sentence in out_of_order(values):
            self.add_error(name, sentence)
        return values
