"""What the pair types about stages and milestones."""

from decimal import Decimal
from typing import Any

from django import forms

from calls.enums import Vocabulary
from calls.models import Term
from core.forms import PortalForm
from core.inputs import DayField, DaysField, LongTextField, PlainCharField
from fieldwork.enums import DeliverableKind
from fieldwork.stages import Stage
from regions.forms.designation import DesignationField
from regions.models import RegionalProject

FILE_HELP = "PDF, Word, Excel, ODT ou image ; 10 Mo au plus. Un PDF accessible est préférable."


class ProgressForm(PortalForm):
    started_on = DayField(label="Commencée le")
    ended_on = DayField(label="Terminée le", required=False, help_text="Laissez vide tant qu'elle est en cours.")

    def __init__(self, data: Any = None, *, stage: Stage) -> None:
        super().__init__(data, initial={"started_on": stage.started_on, "ended_on": stage.ended_on})


class ReplanForm(PortalForm):
    starts_on = DayField(label="Début")
    ends_on = DayField(label="Fin")
    planned_days = DaysField(label="Jours prévus", required=False)
    reason = LongTextField(
        label="Raison du changement",
        max_length=500,
        rows=3,
        help_text="Elle reste visible à côté du plan précédent.",
    )

    def __init__(self, data: Any = None, *, stage: Stage) -> None:
        plan = stage.plan
        initial = {"starts_on": plan.starts_on, "ends_on": plan.ends_on, "planned_days": plan.planned_days or None}
        super().__init__(data, initial=initial)

    def clean_planned_days(self) -> Decimal:
        return self.cleaned_data["planned_days"] or Decimal(0)


class MilestoneForm(PortalForm):
    title = PlainCharField(
        label="Jalon", max_length=200, help_text="Ce qui sera atteint, par exemple « Enquête restituée »."
    )
    due_on = DayField(label="Échéance")
    stage = forms.ModelChoiceField(
        label="Étape", queryset=Term.objects.none(), required=False, empty_label="Aucune en particulier"
    )
    responsible = DesignationField(
        label="Fonction responsable",
        max_length=150,
        required=False,
        help_text="La fonction seulement, sans nom, par exemple « chargée de mission de l'Aract ».",
    )

    def __init__(self, data: Any = None, *, project: RegionalProject) -> None:
        super().__init__(data)
        self.fields["stage"].queryset = Term.objects.of(Vocabulary.STAGE).offered_in(project.call_id)


class MoveForm(PortalForm):
    due_on = DayField(label="Nouvelle échéance")
    reason = LongTextField(
        label="Raison du report",
        max_length=500,
        rows=3,
        help_text="Elle reste visible à côté de l'échéance précédente.",
    )


class ReachForm(PortalForm):
    on = DayField(label="Atteint le")


class DeliverableForm(PortalForm):
    kind = forms.TypedChoiceField(
        label="Nature",
        choices=[(kind.value, kind.label.capitalize()) for kind in DeliverableKind],
        coerce=DeliverableKind,
    )
    title = PlainCharField(label="Titre", max_length=200)
    upload = forms.FileField(
        label="Fichier", required=False, help_text=f"{FILE_HELP} Laissez vide si le livrable est encore attendu."
    )


class AttachmentForm(PortalForm):
    upload = forms.FileField(label="Fichier", help_text=FILE_HELP)


class ClosingForm(PortalForm):
    on = DayField(label="Dernier jour du projet")
