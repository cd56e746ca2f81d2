"""Users: a person and an e-mail address, nothing about what they may do."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.enums import AccountState, MailPace
from records.moments import MailClass

if TYPE_CHECKING:
    from accounts.models.membership import Membership, MembershipQuerySet


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, hat: "Membership | None") -> "UserQuerySet":
        """Accounts are the administrators' business alone."""
        return self if hat is not None and hat.administers else self.none()

    def matching(self, text: str) -> "UserQuerySet":
        """Every typed word stands in the name or in the address."""
        people = self
        for word in text.split():
            people = people.filter(Q(full_name__icontains=word) | Q(email__icontains=word))
        return people

    def wearing(self, hats: "MembershipQuerySet") -> "UserQuerySet":
        """People who hold at least one of these memberships."""
        return self.filter(pk__in=hats.values("user"))

    def in_state(self, state: AccountState, hats: "MembershipQuerySet") -> "UserQuerySet":
        """`hats` are the memberships that count today."""
        holders = hats.values("user")
        match state:
            case AccountState.ANONYMISED:
                return self.exclude(anonymised_at=None)
            case AccountState.CLOSED:
                return self.filter(is_active=False, anonymised_at=None)
            case AccountState.IDLE:
                return self.filter(is_active=True).exclude(pk__in=holders)
            case _:
                return self.filter(is_active=True, pk__in=holders)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Rights come from memberships, never from the flags of Django's permission tables."""

    email = models.EmailField("adresse électronique", unique=True)
    full_name = models.CharField("nom affiché", max_length=150)
    is_active = models.BooleanField("actif", default=True)
    date_joined = models.DateTimeField("inscrit le", default=timezone.now)
    seen_at = models.DateTimeField("dernière visite", null=True, blank=True)
    anonymised_at = models.DateTimeField("anonymisé le", null=True, blank=True)
    work_mails = models.CharField("travail à faire", max_length=5, choices=MailPace, default=MailPace.NOW)
    news_mails = models.CharField("nouvelles", max_length=5, choices=MailPace, default=MailPace.NOW)
    demo = models.BooleanField("démonstration", default=False, help_text="Ouvert en un clic quand DEMO est actif.")
    # Part of every session's hash: adding one closes them all.
    session_stamp = models.PositiveIntegerField(default=0, editable=False)

    # Set on the people of a list by `accounts.people`, and as a memo of one request by `accounts.backends`.
    current_hats: list["Membership"]
    administers_memo: bool | None = None

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "personne"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_any_case",
                violation_error_message="Un compte existe déjà avec cette adresse.",
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def state(self) -> AccountState:
        """Of someone whose `current_hats` are known."""
        if self.anonymised_at is not None:
            return AccountState.ANONYMISED
        if not self.is_active:
            return AccountState.CLOSED
        return AccountState.ACTIVE if self.current_hats else AccountState.IDLE

    def pace_of(self, mail_class: MailClass) -> MailPace:
        """An act always leaves at once."""
        chosen = {MailClass.WORK: self.work_mails, MailClass.NEWS: self.news_mails}
        return MailPace(chosen.get(mail_class, MailPace.NOW))

    def traced(self) -> "User":
        """The same row under a neutral label, for the journal, which keeps a number for ever; never to be saved."""
        return User(pk=self.pk, email=self.email, full_name=f"Compte n° {self.pk}")

    @property
    def is_staff(self) -> bool:
        """Django's admin asks this; the answer is a membership."""
        return self.memberships.current().administrators().exists()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind sessions to the stamp besides the password; Django checks this at every request."""
        return salted_hmac(
            "accounts.models.User.session", f"{self.password}:{self.session_stamp}", secret=secret, algorithm="sha256"
        ).hexdigest()
