"""Who may sign in. Rights come from posts, never from the account."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from xiezhi.record.models.courts import Officer
from xiezhi.record.models.shared import new_id


class Account(AbstractBaseUser):
    """A person's own account; `preferences` holds language, columns and saved views."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    officer = models.OneToOneField(Officer, models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    preferences = models.JSONField(default=dict, blank=True)

    USERNAME_FIELD = "username"
    objects = BaseUserManager["Account"]()

    def __str__(self) -> str:
        return self.username
