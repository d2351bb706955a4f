"""Mappings: what the columns of a source mean in our vocabulary. Values only; no database here."""
