"""The situation as a Django app."""

from django.apps import AppConfig


class SituationConfig(AppConfig):
    name = "xiezhi.work.situation"
    label = "situation"
    default_auto_field = "django.db.models.BigAutoField"
