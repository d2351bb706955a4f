"""Pages for those who work at a court."""
