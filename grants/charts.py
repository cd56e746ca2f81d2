"""The chart of a project's money: four bars whose whole is the grant, for what was granted, agreed, paid, justified."""

from decimal import Decimal

from core.drawing import Chart, ChartRow, DataTable, Drawing, Scale
from core.wording import euros
from grants.alerts import Money


def chart(money: Money) -> Chart:
    steps = [
        ("Attribué", money.granted, "part fixe et part complémentaire de la décision", "outline"),
        ("Engagé", money.agreed, "conventions signées, achats et aides sans convention", "framed"),
        ("Versé", money.paid, "sorties du registre", "solid"),
        ("Justifié", money.justified, "comptes rendus acceptés et achats", "striped"),
    ]
    scale = Scale(Decimal(0), money.granted)
    rows, told = [], []
    for label, amount, meaning, kind in steps:
        end = scale.at(amount)
        drawing = Drawing(30, f"{label} : {euros(amount)}").bar("outline" if kind == "striped" else kind, 0, end, 2, 26)
        if kind == "striped":
            drawing.line(kind, (0, 15), (end, 15))
        rows.append(ChartRow(drawing.upright("axis", 0), label, value=euros(amount)))
        told.append((label, meaning, euros(amount)))
    table = DataTable(
        "De la subvention à sa justification", ("Étape", "Ce qui est compté", "Montant"), told, quiet=True
    )
    return Chart(finding(money), rows, [table], "du financement", "summed")


def finding(money: Money) -> str:
    """What the chart shows, in one sentence."""
    if money.agreed == 0:
        return f"Rien n'est encore engagé des {euros(money.granted)} attribués"
    if money.paid == 0:
        return f"{euros(money.agreed)} engagés sur {euros(money.granted)}, rien n'est encore versé"
    if money.paid >= money.agreed and money.left <= 0:
        return f"Toute la subvention est versée, {euros(money.justified)} sont justifiés"
    return f"{euros(money.paid)} versés sur {euros(money.granted)} attribués, {euros(money.justified)} justifiés"
