"""Deadlines as a Django app."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "xiezhi.work.deadlines"
    label = "deadlines"
    default_auto_field = "django.db.models.BigAutoField"
