"""What Django's admin is told of a person's permissions."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from accounts.models import User

# Whose reference data is edited in Django's admin; people, journal and files have pages of their own.
REFERENCE_ROOMS = frozenset({"accounts", "calls", "directory", "knowledge"})
REFERENCE_ACCOUNTS = frozenset({"region", "organisation"})


class AdministratorBackend(BaseBackend):
    """Grants today's platform administrators every model permission on reference data, and nothing else.

    It authenticates nobody. The answer is kept on the user object, that is for one request.
    """

    def has_module_perms(self, user_obj: User | AnonymousUser, app_label: str) -> bool:
        return app_label in REFERENCE_ROOMS and self.administers(user_obj)

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: Model | None = None) -> bool:  # noqa: ARG002
        room, _, deed = perm.partition(".")
        if room == "accounts" and deed.rpartition("_")[2] not in REFERENCE_ACCOUNTS:
            return False
        return self.has_module_perms(user_obj, room)

    def administers(self, person: User | AnonymousUser) -> bool:
        if isinstance(person, AnonymousUser) or not person.is_active:
            return False
        if person.administers_memo is None:
            person.administers_memo = person.is_staff
        return person.administers_memo
