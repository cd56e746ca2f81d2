"""The draft of a call."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import OuterRef, Q, QuerySet, Subquery

from calls.dates import BY_NAME, NAMES, out_of_order
from calls.enums import Vocabulary
from calls.forms.local_time import LocalInstantField
from calls.models import Call, Grid, Phase, Questionnaire, Term
from calls.models.questionnaire import REGIONAL
from calls.preparing import CALL_FIELDS, RULE_FIELDS
from core.alphabetical import Alphabetical
from core.forms import PortalForm
from core.inputs import DayField, EuroField, FrenchDecimalField, LongTextField, PlainCharField, WholeNumberField

# (legend, hint, fields): the form in the order in which one thinks of a call.
GROUPS = (
    (
        "L'appel",
        "Ce que liront d'abord les régions et le public.",
        (
            "phase",
            "number",
            "title",
            "slug",
            "reference",
            "legal_basis",
            "summary",
            "themes",
            "regional_themes",
            "previous",
        ),
    ),
    (
        "Le calendrier",
        "Aux heures de Paris. Rien n'en change après la publication, sauf report public de la clôture.",
        NAMES,
    ),
    (
        "Ce que l'on demande et comment on l'examine",
        "Le questionnaire et la grille choisis sont figés à la publication.",
        ("questionnaire", "grid"),
    ),
    (
        "L'enveloppe et son partage",
        "Chaque région retenue reçoit la part fixe ; le reste est réparti selon ses projets et ses structures.",
        RULE_FIELDS,
    ),
)


def latest_revisions(model: type[Questionnaire] | type[Grid], chosen: int | None) -> QuerySet[Any]:
    """The library: the last revision of each model, and the one already chosen."""
    last = model.objects.filter(code=OuterRef("code")).order_by("-revision").values("revision")[:1]
    return model.objects.filter(Q(revision=Subquery(last)) | Q(pk=chosen)).order_by(Alphabetical("title"), "-revision")


class ManyTermsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not subscriptable at runtime
    """Django's field passes any number to the database, which fails on one that is too large to be a key."""

    LONGEST_KEY = 18

    def clean(self, value: Any) -> Any:
        for key in value or []:
            if len(str(key)) > self.LONGEST_KEY:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super().clean(value)


class PhaseField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at runtime
    def label_from_instance(self, phase: Phase) -> str:
        return f"{phase.programme} – {phase}"


class CallForm(PortalForm):
    parts = GROUPS
    required_when = {
        "reference": "avant la publication",
        "summary": "avant la publication",
        "themes": "avant la publication",
        "commission_on": "avant la publication",
        "funds_from": "avant la publication",
    }

    phase = PhaseField(Phase.objects.select_related("programme"), label="Phase du dispositif", empty_label=None)
    number = WholeNumberField(
        label="Numéro d'ordre",
        min_value=1,
        max_value=99,
        help_text="1 pour le premier appel du programme, 2 pour le suivant…",
    )
    title = PlainCharField(label="Titre", max_length=200)
    slug = forms.SlugField(
        label="Adresse de la page",
        max_length=80,
        required=False,
        help_text="La fin de l'adresse, en minuscules et tirets. Laissez vide : elle sera tirée du titre.",
    )
    reference = PlainCharField(
        label="Référence",
        max_length=80,
        required=False,
        help_text="Celle du courrier d'instruction, par exemple DGOS/RH3/2027/012.",
    )
    legal_basis = PlainCharField(
        label="Fondement budgétaire",
        max_length=300,
        required=False,
        help_text="Par exemple la circulaire relative au fonds d'intervention régional.",
    )
    summary = LongTextField(
        label="Présentation",
        max_length=4000,
        rows=10,
        required=False,
        help_text="À qui s'adresse l'appel, pourquoi, et ce qui est attendu, pour qui découvre le dispositif.",
    )
    themes = ManyTermsField(
        Term.objects.of(Vocabulary.THEME).in_use(),
        label="Thèmes",
        required=False,
        help_text="Au moins un.",
        widget=forms.CheckboxSelectMultiple,
    )
    regional_themes = forms.BooleanField(
        label="Une région peut garder les thèmes qu'elle s'était donnés",
        required=False,
        help_text="Sinon, seuls les thèmes cochés ci-dessus se choisissent dans les fiches et les appels régionaux.",
    )
    previous = forms.ModelChoiceField(
        Call.objects.published(),
        label="Appel précédent",
        required=False,
        empty_label="Aucun",
        help_text="S'il prolonge un appel passé.",
    )
    opens_at = LocalInstantField(label=BY_NAME["opens_at"].label, help_text="Date et heure de Paris.")
    questions_until = LocalInstantField(
        label=BY_NAME["questions_until"].label, required=False, help_text=BY_NAME["questions_until"].help_text
    )
    closes_at = LocalInstantField(
        label=BY_NAME["closes_at"].label,
        help_text="Date et heure de Paris. Un dépôt reçu à cet instant précis est déjà hors délai.",
    )
    completeness_on = DayField(label=BY_NAME["completeness_on"].label, required=False)
    commission_on = DayField(label=BY_NAME["commission_on"].label, required=False)
    decision_on = DayField(label=BY_NAME["decision_on"].label, required=False)
    funds_from = DayField(label=BY_NAME["funds_from"].label, required=False)
    report_on = DayField(label=BY_NAME["report_on"].label, required=False)
    questionnaire = forms.ModelChoiceField(
        Questionnaire.objects.none(), label="Questionnaire de la fiche projet", empty_label=None
    )
    grid = forms.ModelChoiceField(Grid.objects.none(), label="Grille d'examen", empty_label=None)
    envelope = EuroField(label="Enveloppe", help_text="En euros.")
    fixed = EuroField(
        label="Part fixe par région", help_text="En euros. Elle couvre les jours d'intervention de l'Aract."
    )
    project_weight = FrenchDecimalField(label="Poids d'un projet numérique", max_value=Decimal("9999.99"))
    establishment_weight = FrenchDecimalField(label="Poids d'une structure", max_value=Decimal("9999.99"))
    step = EuroField(
        label="Arrondi",
        max_value=Decimal("999999.99"),
        help_text="En euros : 0,01 répartit au centime, 100 par centaines d'euros.",
    )
    cap = EuroField(
        label="Plafond de la part complémentaire par région",
        required=False,
        help_text="En euros. Vide : pas de plafond.",
    )

    def __init__(self, *args: Any, call: Call | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("questionnaire", Questionnaire), ("grid", Grid)):
            self.fields[name].queryset = latest_revisions(model, getattr(call, f"{name}_id", None))
        self.fields["questionnaire"].queryset = self.fields["questionnaire"].queryset.exclude(code=REGIONAL)
        if call is not None:
            offered = Term.objects.of(Vocabulary.THEME).offered_in(call.pk)
            kept = Term.objects.of(Vocabulary.THEME).in_use().filter(pk__in=call.themes.all())
            self.fields["themes"].queryset = Term.objects.filter(
                Q(pk__in=offered.values("pk")) | Q(pk__in=kept.values("pk"))
            )
            self.fields["previous"].queryset = Call.objects.published().exclude(pk=call.pk)

    @staticmethod
    def values_of(call: Call) -> dict[str, Any]:
        """What the form shows of a draft."""
        return {
            **{name: getattr(call, name) for name in CALL_FIELDS},
            **{name: getattr(call.rule, name) for name in RULE_FIELDS},
            "themes": call.themes.all(),
        }

    def clean_step(self) -> Any:
        if self.cleaned_data["step"] == 0:
            raise forms.ValidationError("L'arrondi doit être supérieur à zéro.")
        return self.cleaned_data["step"]

    def clean_envelope(self) -> Any:
        if self.cleaned_data["envelope"] == 0:
            raise forms.ValidationError("L'enveloppe doit être supérieure à zéro.")
        return self.cleaned_data["envelope"]

    def clean_previous(self) -> Call | None:
        previous: Call | None = self.cleaned_data["previous"]
        phase = self.cleaned_data.get("phase")
        if previous and phase and previous.phase_id not in {phase.pk, phase.follows_id}:
            raise forms.ValidationError(f"« {previous} » n'est ni de la phase choisie, ni de celle qu'elle suit.")
        return previous

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for name, _, sentence in out_of_order(values):
            self.add_error(name, sentence)
        phase = values.get("phase")
        foreign = [
            f"« {theme} »"
            for theme in values.get("themes") or ()
            if phase and theme.programme_id not in {None, phase.programme_id}
        ]
        if foreign:
            self.add_error("themes", f"Un autre programme a ces thèmes à lui : {', '.join(foreign)}. Décochez-les.")
        if self.both("envelope", "fixed") and values["fixed"] > values["envelope"]:
            self.add_error("fixed", "La part fixe dépasse l'enveloppe.")
        if self.both("project_weight", "establishment_weight") and not (
            values["project_weight"] or values["establishment_weight"]
        ):
            self.add_error("establishment_weight", "L'un des deux poids au moins doit être supérieur à zéro.")
        return values

    def both(self, *names: str) -> bool:
        """Whether these fields were understood."""
        return all(self.cleaned_data.get(name) is not None for name in names)
