from applications.models.application import Application, ApplicationQuerySet, SectionAnswers, SectionRevision
from applications.models.carried import CarriedOver, fiche_deposited, snapshot
from applications.models.correction import Correction, CorrectionQuerySet
from applications.models.deposit import Deposit, Signature
from applications.models.fiche_file import FicheFile
from applications.models.guest import Guest
from applications.models.inadmissibility import Inadmissibility
from applications.models.label import Label, Labelling
from applications.models.late import LateAccess, LateEntry
from applications.models.lead import Lead
from applications.models.pieces import PiecesAnswer, PiecesRequest
from applications.models.presence import Presence
from applications.models.remark import Remark
from applications.models.signing import SignatoryReading, SignatureRefusal
from applications.models.thread import ThreadMessage, ThreadMessageQuerySet
from applications.models.visit import Visit

__all__ = [
    "Application",
    "ApplicationQuerySet",
    "CarriedOver",
    "Correction",
    "CorrectionQuerySet",
    "Deposit",
    "FicheFile",
    "Guest",
    "Inadmissibility",
    "Label",
    "Labelling",
    "LateAccess",
    "LateEntry",
    "Lead",
    "PiecesAnswer",
    "PiecesRequest",
    "Presence",
    "Remark",
    "SectionAnswers",
    "SectionRevision",
    "SignatoryReading",
    "Signature",
    "SignatureRefusal",
    "ThreadMessage",
    "ThreadMessageQuerySet",
    "Visit",
    "fiche_deposited",
    "snapshot",
]
