from calls.models.call import AllocationRule, Call, CallContact, CallDocument, CallMilestone
from calls.models.grid import Criterion, Grid, Level
from calls.models.postponement import Postponement
from calls.models.programme import Phase, Programme
from calls.models.public_question import CallQuestion, PublicQuestion
from calls.models.questionnaire import Question, Questionnaire, Section
from calls.models.rehearsal import Rehearsal
from calls.models.revision import CallRevision
from calls.models.term import Term

__all__ = [
    "AllocationRule",
    "Call",
    "CallContact",
    "CallDocument",
    "CallMilestone",
    "CallQuestion",
    "CallRevision",
    "Criterion",
    "Grid",
    "Level",
    "Phase",
    "Postponement",
    "Programme",
    "PublicQuestion",
    "Question",
    "Questionnaire",
    "Rehearsal",
    "Section",
    "Term",
]
