"""The pages as a Django app: templates, tags, assets."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "xiezhi.site"
    label = "site"
