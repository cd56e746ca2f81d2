from applications.models.application import Application, ApplicationQuerySet, SectionAnswers, SectionRevision
from applications.models.deposit import Deposit, Signature

__all__ = ["Application", "ApplicationQuerySet", "Deposit", "SectionAnswers", "SectionRevision", "Signature"]
