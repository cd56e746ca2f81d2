"""Forms of beneficiaries, agreements, schedules and amendments."""

from typing import Any

from django import forms

from accounts.models import Region
from core.alphabetical import Alphabetical
from core.forms import PortalForm
from core.inputs import AddressField, DayField, LongTextField, PlainCharField, SiretField
from core.rows import RowsForm
from core.wording import MONTHS
from directory.enums import LegalStatus
from grants.agreeing import Terms
from grants.beneficiaries import Identity
from grants.enums import GRANT_ACCOUNTS, Account
from grants.forms.fields import AmountField, PieceField
from grants.models import Agreement, Beneficiary
from grants.scheduling import MOST, PATTERNS, Planned
from regions.models import RegionalProject

ARACT = "aract"
USUAL_TERMS = "Virement sur le compte du bénéficiaire, dans les trente jours des dates de l'échéancier."
USUAL_CONDITIONS = (
    "La somme est employée au seul objet de la convention. Le bénéficiaire tient les justificatifs à disposition de "
    "l'ARS et rend compte de l'emploi dans les six mois de la fin de l'exercice. Il reverse ce qui n'est pas employé "
    "ou l'est autrement."
)


USUAL_EVALUATION = (
    "L'ARS et le bénéficiaire évaluent ensemble l'action à son terme : ce qui est fait au regard de l'objet, le nombre "
    "de structures et de professionnels associés, les jours consacrés, ce qui en est retenu pour d'autres structures."
)


class IdentityForm(PortalForm):
    """Who a body is: what its agreements and the acts addressed to it print."""

    status = forms.TypedChoiceField(
        label="Statut", choices=LegalStatus.choices, coerce=LegalStatus, widget=forms.RadioSelect
    )
    siret = SiretField(label="Numéro SIRET", help_text="14 chiffres.")
    address = PlainCharField(label="Adresse postale", max_length=250, help_text="Rue, code postal et ville.")
    region = forms.ModelChoiceField(
        label="Région de son siège",
        queryset=Region.objects.all(),
        help_text="Les délais de recours en dépendent.",
    )
    email = AddressField(label="Courriel", required=False, help_text="Les lettres y sont envoyées en copie.")
    representative = PlainCharField(
        label="Représentant légal",
        max_length=200,
        required=False,
        help_text="Prénom, nom et qualité : la personne qui signe la convention.",
    )
    closing_month = forms.TypedChoiceField(
        label="Dernier mois de son exercice comptable",
        choices=[(number, month) for number, month in enumerate(MONTHS, start=1)],
        coerce=int,
        initial=12,
        help_text="Le compte rendu financier est attendu dans les six mois de la fin de l'exercice.",
    )

    def identity(self) -> Identity:
        return Identity(**{name: self.cleaned_data[name] for name in IdentityForm.base_fields})


class BeneficiaryForm(IdentityForm):
    """A body that the ARS does not know yet."""

    name = PlainCharField(label="Nom de l'organisme", max_length=200)
    field_order = ("name",)


class AgreementForm(PortalForm):
    """What an agreement says; `beneficiary` is the project's Aract or a body that the ARS entered."""

    beneficiary = forms.ChoiceField(label="Bénéficiaire")
    account = forms.TypedChoiceField(
        label="Part de la subvention",
        choices=[(one.value, one.label) for one in GRANT_ACCOUNTS],
        coerce=Account,
        widget=forms.RadioSelect,
        help_text="La part fixe finance les interventions de l'Aract ; le comité de pilotage décide l'usage de la part "
        "complémentaire.",
    )
    purpose = PlainCharField(label="Objet", max_length=300)
    amount = AmountField(label="Montant, en euros", help_text="Par exemple 70 000,00.")
    starts_on = DayField(label="Prend effet le")
    ends_on = DayField(label="Prend fin le")
    pattern = forms.ChoiceField(
        label="Échéancier",
        choices=[(key, pattern.label) for key, pattern in PATTERNS.items()],
        widget=forms.RadioSelect,
        initial="thrice",
        help_text="Vous pourrez changer les dates et les montants avant la signature.",
    )
    terms = LongTextField(label="Modalités de versement", max_length=2000, rows=4, initial=USUAL_TERMS)
    conditions = LongTextField(label="Conditions d'utilisation", max_length=4000, rows=6, initial=USUAL_CONDITIONS)
    evaluation = LongTextField(
        label="Évaluation",
        max_length=2000,
        rows=4,
        initial=USUAL_EVALUATION,
        help_text="Un contrat du fonds d'intervention régional (FIR) dit "
        "comment l'action est évaluée (code de la santé publique, article R. 1435-30).",
    )

    def __init__(
        self, data: Any = None, *, project: RegionalProject, agreement: Agreement | None = None, initial: Any = None
    ) -> None:
        self.project = project
        others = (
            Beneficiary.objects.filter(ars=project.ars_id)
            .exclude(organisation=project.aract_id)
            .order_by(Alphabetical("name"), "pk")
        )
        self.others = {str(one.pk): one for one in others}
        super().__init__(data, initial=self.values_of(agreement) if agreement else initial)
        self.fields["beneficiary"].choices = [
            (ARACT, f"{project.aract} (Aract du projet)"),
            *((key, one.name) for key, one in self.others.items()),
        ]
        if agreement is not None:
            pattern = self.fields["pattern"]
            pattern.required = False
            pattern.choices = [("", "Garder l'échéancier actuel"), *pattern.choices]

    def values_of(self, agreement: Agreement) -> dict[str, Any]:
        names = [name for name in self.base_fields if name not in {"beneficiary", "pattern"}]
        aract = agreement.beneficiary.organisation_id == self.project.aract_id
        chosen = ARACT if aract else str(agreement.beneficiary_id)
        return {name: getattr(agreement, name) for name in names} | {"beneficiary": chosen, "pattern": ""}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "La convention prend fin avant de prendre effet.")
        return cleaned

    @property
    def chosen(self) -> Beneficiary | None:
        """The body chosen; None for the project's Aract, whose row is made the first time that a deed names it."""
        return self.others.get(self.cleaned_data["beneficiary"])

    def terms_with(self, beneficiary: Beneficiary) -> Terms:
        values = {name: value for name, value in self.cleaned_data.items() if name not in {"beneficiary", "pattern"}}
        return Terms(beneficiary=beneficiary, **values)


class InstalmentForm(PortalForm):
    label = PlainCharField(label="Échéance", max_length=150, error_messages={"required": "Nommez cette échéance."})
    due_on = DayField(label="Prévue le", error_messages={"required": "Datez cette échéance."})
    amount = AmountField(label="Montant, en euros", error_messages={"required": "Écrivez son montant."})


class ScheduleForm(RowsForm):
    """The instalments of a draft."""

    row, label, most = InstalmentForm, "Échéancier", MOST

    def __init__(self, data: Any = None, *, agreement: Agreement) -> None:
        super().__init__(data, saved=agreement.instalments.values("label", "due_on", "amount"))

    def planned(self) -> list[Planned]:
        return [Planned(**row) for row in self.filled()]


class SignAgreementForm(PortalForm):
    ars_signed_on = DayField(label="Signée par l'ARS le")
    beneficiary_signed_on = DayField(label="Signée par le bénéficiaire le")
    upload = PieceField(label="Convention signée par les deux parties")


class AmendForm(PortalForm):
    required_when = {"due_on": "si l'avenant augmente le montant"}

    reason = LongTextField(label="Objet de l'avenant", max_length=1000, rows=3)
    amount = AmountField(label="Montant de la convention après l'avenant, en euros")
    ends_on = DayField(label="Fin de la convention après l'avenant")
    due_on = DayField(label="Date de versement du supplément", required=False)
    ars_signed_on = DayField(label="Signé par l'ARS le")
    beneficiary_signed_on = DayField(label="Signé par le bénéficiaire le")
    upload = PieceField(label="Avenant signé par les deux parties")


class EndForm(PortalForm):
    on = DayField(label="Terminée le")
    reason = PlainCharField(
        label="Motif", max_length=300, help_text="Par exemple « Actions réalisées, solde versé » ou « Renoncement »."
    )


class PayForm(PortalForm):
    on = DayField(label="Versée le")
    upload = PieceField(label="Justificatif du versement", required=False)
