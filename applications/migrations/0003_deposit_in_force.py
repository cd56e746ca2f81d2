"""The only deposit of each fiche is the one in force, and keeps the signatures that it was made with."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def put_in_force(apps, schema_editor):
    Application, Deposit, Signature = (apps.get_model("applications", name) for name in ("Application", "Deposit", "Signature"))
    only = Subquery(Deposit.objects.filter(application=OuterRef("pk")).values("pk")[:1])
    Application.objects.filter(pk__in=Deposit.objects.values("application")).update(deposit=only)
    of_fiche = Subquery(Deposit.objects.filter(application=OuterRef("application")).values("pk")[:1])
    deposited = Signature.objects.filter(application__in=Deposit.objects.values("application"), voided_at=None)
    deposited.update(deposit=of_fiche)


def refuse_to_lose(apps, schema_editor):
    """Going back is possible while no fiche was deposited twice: a deposit is never thrown away."""
    Deposit = apps.get_model("applications", "Deposit")
    if Deposit.objects.filter(rank__gt=1).exists():
        raise RuntimeError("Des fiches ont plusieurs dépôts : cette migration ne revient pas en arrière sans en perdre.")


class Migration(migrations.Migration):
    dependencies = [("applications", "0002_ranked_deposits")]

    operations = [migrations.RunPython(put_in_force, refuse_to_lose)]
