"""Addresses of the staff's pages."""

from django.urls import path

app_name = "staff"
urlpatterns: list[object] = []
