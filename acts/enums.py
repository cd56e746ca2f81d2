"""The kinds of acts, and what each must say."""

from typing import Self

from django.db import models


class ActKind(models.TextChoices):
    """`template` prints its body; `letter` stands in its number; one that `harms` gives reasons and appeal routes."""

    letter: str
    harms: bool

    RECEIPT = "receipt", "A", False, "accusé de réception"
    REGIONAL_RECEIPT = "regional_receipt", "E", False, "accusé de réception"
    PIECES = "pieces", "P", False, "demande de pièces"
    INADMISSIBILITY = "inadmissibility", "I", True, "décision d'irrecevabilité"
    NOTICE = "notice", "N", True, "lettre de décision"
    WITHDRAWAL = "withdrawal", "W", False, "retrait d'une décision"
    SELECTION = "selection", "S", True, "décision sur une réponse"
    OBSERVATIONS = "observations", "O", False, "invitation à présenter des observations"
    RECOVERY = "recovery", "R", True, "décision de reversement"
    LIFTING = "lifting", "L", False, "abrogation d'une décision de reversement"
    CONVENING = "convening", "V", False, "convocation de la commission"
    CALLING_OFF = "calling_off", "X", False, "annulation d'une réunion de la commission"

    def __new__(cls, value: str, letter: str = "", harms: bool = False) -> Self:
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.letter, kind.harms = letter, harms
        return kind

    @property
    def acknowledges(self) -> bool:
        """Whether it only says that a request was received: what may be contested is the silence that follows."""
        return self in {ActKind.RECEIPT, ActKind.REGIONAL_RECEIPT}

    @property
    def template(self) -> str:
        return f"acts/kinds/{self.value}.html"
