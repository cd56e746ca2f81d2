from applications.models.application import Application, ApplicationQuerySet, SectionAnswers, SectionRevision
from applications.models.deposit import Deposit, Signature
from applications.models.inadmissibility import Inadmissibility
from applications.models.pieces import PiecesAnswer, PiecesRequest
from applications.models.presence import Presence
from applications.models.remark import Remark
from applications.models.visit import Visit

__all__ = [
    "Application",
    "ApplicationQuerySet",
    "Deposit",
    "Inadmissibility",
    "PiecesAnswer",
    "PiecesRequest",
    "Presence",
    "Remark",
    "SectionAnswers",
    "SectionRevision",
    "Signature",
    "Visit",
]
