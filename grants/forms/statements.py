"""Forms of the statement of use."""

from decimal import Decimal
from typing import Any

from django import forms

from core.forms import DraftForm, PortalForm
from core.inputs import DayField, EuroField, LongTextField, PlainCharField
from core.rows import RowsForm
from grants.enums import Rubric, Side
from grants.forms.fields import DraftTextField, PieceField
from grants.models import Agreement, Statement
from grants.prefilling import DraftLine
from grants.reporting import MOST_LINES, Attestation, TypedStatement

LEGENDS = {
    Side.USE: "Emplois",
    Side.RESOURCE: "Autres ressources",
    Side.IN_KIND: "En nature, hors des totaux",
}
RUBRICS = [(legend, [(one.value, one.label) for one in Rubric.on(side)]) for side, legend in LEGENDS.items()]


class StatementLineForm(PortalForm):
    rubric = forms.TypedChoiceField(
        label="Rubrique",
        choices=RUBRICS,
        coerce=Rubric,
        initial=Rubric.STAFF,
        error_messages={"required": "Choisissez la rubrique."},
    )
    label = PlainCharField(label="Intitulé", max_length=200, error_messages={"required": "Nommez cette ligne."})
    planned = EuroField(label="Prévu, en euros", required=False)
    actual = EuroField(label="Réalisé, en euros", required=False)

    def has_changed(self) -> bool:
        """A rubric alone says nothing: its list always has a choice."""
        return bool(set(self.changed_data) - {"rubric"})


class StatementForm(DraftForm, RowsForm):
    """The texts and the table of a draft."""

    row, label, most = StatementLineForm, "Emplois et ressources", MOST_LINES
    required_when = {"gaps": "avant le dépôt, dès qu'un total diffère de ce qui était prévu"}

    achievements = DraftTextField(
        label="Actions réalisées",
        max_length=6000,
        rows=8,
        help_text="Ce qui a été fait, où et avec qui, au regard de l'objet de la convention. Sans donnée de patient.",
    )
    gaps = LongTextField(
        label="Écarts entre le prévu et le réalisé",
        max_length=3000,
        rows=4,
        required=False,
    )
    allocation = DraftTextField(
        label="Règles de répartition des charges (annexe)",
        max_length=3000,
        rows=4,
        help_text="Comment les jours ou les charges partagées sont comptés : coût d'un jour, clé de répartition.",
    )

    def __init__(self, data: Any = None, *, statement: Statement, agreement: Agreement) -> None:
        self.agreement = agreement
        texts = {name: getattr(statement, name) for name in ("achievements", "gaps", "allocation")}
        super().__init__(data, saved=statement.lines.values("rubric", "label", "planned", "actual"), initial=texts)

    def typed_statement(self) -> TypedStatement:
        """What the draft says once saved; what makes no sense stays as it was."""
        given = {**self.initial, **self.changes}
        return TypedStatement(
            achievements=given["achievements"],
            gaps=given["gaps"],
            allocation=given["allocation"],
            lines=[
                DraftLine(
                    Rubric(row["rubric"]), row["label"], row["planned"] or Decimal(0), row["actual"] or Decimal(0)
                )
                for row in self.filled()
            ],
        )


class SubmitStatementForm(PortalForm):
    """A beneficiary without an account signs on paper: the ARS files the copy. `edition` is the one that was read."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)
    upload = PieceField(label="Compte rendu signé par le bénéficiaire")
    name = PlainCharField(label="Prénom et nom de qui l'a signé", max_length=150)
    quality = PlainCharField(label="Qualité", max_length=150, help_text="Par exemple « présidente ».")
    on = DayField(label="Signé le")
    attested = forms.BooleanField(
        label="J'atteste que ce compte rendu est exact et que les justificatifs sont tenus à disposition.",
        error_messages={"required": "Cochez cette case pour déposer le compte rendu."},
    )

    def __init__(self, *args: Any, statement: Statement) -> None:
        self.statement = statement
        super().__init__(*args, initial={"edition": statement.edition})
        if statement.agreement.with_aract:
            for name in ("upload", "name", "quality", "on"):
                del self.fields[name]
        else:
            self.fields["attested"].label = "Ce compte rendu est celui que le bénéficiaire a signé et remis à l'ARS."

    def handed_in(self) -> dict[str, Any]:
        """What the deed takes: the edition read and, on paper, the copy with who signed it."""
        typed = self.cleaned_data
        if self.statement.agreement.with_aract:
            return {"edition": typed["edition"]}
        signed = Attestation(typed["name"], typed["quality"], typed["on"])
        return {"edition": typed["edition"], "upload": typed["upload"], "attested": signed}


class RankForm(PortalForm):
    """Which submission was read."""

    rank = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32_767)


class ReturnStatementForm(RankForm):
    reason = LongTextField(
        label="Ce qui est à corriger", max_length=2000, rows=5, help_text="Le bénéficiaire lira ce motif."
    )
