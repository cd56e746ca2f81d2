"""Another family of calls that a secretary begins: an invented programme, its phase and two values of its own."""

from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.enums import OrganisationKind
from calls.enums import Vocabulary
from calls.own_terms import write_term
from calls.programmes import write_phase, write_programme
from core.wording import PARIS
from demo.people import national


def load(today: date) -> None:
    by, at = national(OrganisationKind.DGOS)["secretariat"], datetime.combine(today, time(8), tzinfo=PARIS)
    before: dict[str, Any] = {"by": by, "now": at - timedelta(days=1)}
    programme = write_programme(
        name="Prévention et métiers du soin (programme fictif)",
        acronym="PREV",
        owners="Agence nationale fictive de la prévention",
        introduction="Un programme inventé, qui montre qu'une autre famille d'appels se prépare dans le portail.",
        objectives="Prévenir l'usure professionnelle dans les métiers du soin.",
        **before,
    )
    write_phase(programme, name="diffusion", measures=True, **before)
    for label in ("Gestes et postures", "Horaires de nuit"):
        write_term(programme, vocabulary=Vocabulary.THEME, label=label, **before)
