"""A deployment check: demonstration rows never stand in an instance that does not say so (case 75)."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks

from accounts.models import User
from directory.models import Establishment


@checks.register(checks.Tags.database, deploy=True)
def demonstration_is_marked(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:  # noqa: ARG001 - Django passes the apps
    """Asked by `check --deploy --database default`, once the tables are there."""
    if settings.DEMO_MARK or not databases:
        return []
    if not (User.objects.filter(demo=True).exists() or Establishment.objects.filter(fictional=True).exists()):
        return []
    return [
        checks.Error(
            "La base contient des données de démonstration et l'instance ne le dit pas.",
            hint="DEMO_MARK=True marque tout ce qu'elle produit ; sinon, servez une base neuve.",
            id="demo.E001",
        )
    ]
