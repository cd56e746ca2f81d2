from accounts.models.batch import BatchLine
from accounts.models.digest import DigestLine
from accounts.models.invitation import Invitation
from accounts.models.list_visit import ListVisit
from accounts.models.membership import Membership
from accounts.models.organisation import Organisation, Region
from accounts.models.saved_view import SavedView, UsualView
from accounts.models.user import User

__all__ = [
    "BatchLine",
    "DigestLine",
    "Invitation",
    "ListVisit",
    "Membership",
    "Organisation",
    "Region",
    "SavedView",
    "User",
    "UsualView",
]
