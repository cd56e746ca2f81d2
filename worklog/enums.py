"""The states of a month of the log."""

from core.states import State


class MonthState(State):
    RUNNING = "running", "new", "en cours"
    TO_SEAL = "to_seal", "warning", "à sceller"
    SEALED = "sealed", "info", "scellé"
    SEEN = "seen", "success", "vu par l'ARS"
