from accounts.models.digest import DigestLine
from accounts.models.invitation import Invitation
from accounts.models.membership import Membership
from accounts.models.organisation import Organisation, Region
from accounts.models.user import User

__all__ = ["DigestLine", "Invitation", "Membership", "Organisation", "Region", "User"]
