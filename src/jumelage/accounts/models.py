import uuid
from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from jumelage.accounts.roles import MAY, SCOPE_OF, Role, Scope


class Office(models.Model):
    """The office of one municipality; `municipality` is the identity of its home in the ledger.

    second_factor: its people come no further than their own account without one. two_persons: what one of them accepts
    becomes a fact when another confirms it.
    """

    name = models.CharField(max_length=200)
    municipality = models.UUIDField(unique=True)
    second_factor = models.BooleanField(default=False)
    two_persons = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def of_office(self, administrator: "User") -> models.QuerySet["User"]:
        """The people whom an administrator looks after: of the own office, or of all."""
        return self.all() if administrator.is_of_all_offices else self.filter(office=administrator.office_id)


class User(AbstractBaseUser):
    """A person of an office. The ledger names people by `id` only, so an account can be erased and the chain stays whole.

    A session holds as long as password, role and office are those it began with: changing one ends all of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True)
    role = models.CharField(max_length=20, choices=Role)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_one_account_an_address")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def may(self, action: str) -> bool:
        """Whether the role allows the action; an action that is not in the table is an error, not a no."""
        return self.is_active and self.role in MAY[action]

    @property
    def is_of_all_offices(self) -> bool:
        """An administrator who belongs to none looks after the whole register."""
        return self.office_id is None and self.role == Role.ADMINISTRATOR

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What Django compares on every request; its own covers the password alone."""
        held = f"{self.password}|{self.role}|{self.office_id}"
        return salted_hmac("jumelage.accounts.session", held, secret=secret, algorithm="sha256").hexdigest()


class TokenQuerySet(models.QuerySet["Token"]):
    def within_reach(self, user: User) -> "TokenQuerySet":
        """Their own; those of their people too for an administrator."""
        if user.may("administer people"):
            return self.filter(user__in=User.objects.of_office(user))
        return self.filter(user=user)


class Token(models.Model):
    """A program's key to what its person may do, within its scopes. Only the digest of the secret is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    scopes = models.JSONField()
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def may(self, action: str) -> bool:
        """Whether scope and person both allow it; an action that no scope opens is closed to programs."""
        return SCOPE_OF.get(action) in self.scopes and self.user.may(action)

    @property
    def last_day(self) -> date:
        """It ends with this day."""
        return timezone.localtime(self.expires_at - timedelta(microseconds=1)).date()

    @property
    def scope_labels(self) -> list[str]:
        return [str(Scope(scope).label) for scope in self.scopes]
