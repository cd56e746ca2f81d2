"""What Django's admin is told of a person's permissions."""

from django.contrib.auth.backends import BaseBackend

from accounts.models import User

# The rooms whose reference data is edited in Django's admin; accounts, journal and files have pages of their own.
REFERENCE_ROOMS = frozenset({"calls", "regions", "knowledge"})


class AdministratorBackend(BaseBackend):
    """Grants every model permission on reference data to whoever administers the platform today, and nothing else.

    It authenticates nobody. The answer is kept on the user object, that is for one request.
    """

    def has_module_perms(self, user: User, app_label: str) -> bool:
        return app_label in REFERENCE_ROOMS and self.administers(user)

    def has_perm(self, user: User, perm: str, obj: object = None) -> bool:  # noqa: ARG002 - Django's signature
        return self.has_module_perms(user, perm.partition(".")[0])

    def administers(self, user: User) -> bool:
        if not user.is_active or user.is_anonymous:
            return False
        known = getattr(user, "_administers", None)
        if known is None:
            known = user._administers = user.is_staff  # noqa: SLF001 - a memo of ours
        return known
