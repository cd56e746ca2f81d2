"""What a fiche is, said in a sentence, reads well in each of its states."""

import pytest

from applications.enums import ApplicationState
from applications.models import Application
from applications.permissions import may_check
from commission.locks import ensure_examined
from core.verdicts import OutOfTurn
from tests.factories import secretary

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [state for state in ApplicationState if state != ApplicationState.DEPOSITED])
def test_a_refusal_says_the_state_as_one_would(state):
    fiche = Application(state=state)
    said = "encore en brouillon" if state == ApplicationState.DRAFT else state.label
    assert may_check(secretary(), fiche).reason.startswith(f"La fiche est {said}\xa0:")
    if state != ApplicationState.ADMISSIBLE:
        with pytest.raises(OutOfTurn, match=f"La fiche est {said}"):
            ensure_examined(fiche)
