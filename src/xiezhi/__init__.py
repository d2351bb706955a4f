"""Xiezhi 獬豸: the open court-operations platform."""

__version__ = "0.1.0"
