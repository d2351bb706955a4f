"""The record as a Django app."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "xiezhi.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"
