"""Reference series as a Django app."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "xiezhi.record.reference"
    label = "reference"
    default_auto_field = "django.db.models.BigAutoField"
