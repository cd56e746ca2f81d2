from regional_calls.models.call import RegionalCall, RegionalDocument, RegionalQuestion, RegionalTheme
from regional_calls.models.expression import AccessLink, Attachment, Expression
from regional_calls.models.selection import JointChoice, PartyView

__all__ = [
    "AccessLink",
    "Attachment",
    "Expression",
    "JointChoice",
    "PartyView",
    "RegionalCall",
    "RegionalDocument",
    "RegionalQuestion",
    "RegionalTheme",
]
