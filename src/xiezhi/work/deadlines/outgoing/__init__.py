"""What leaves for calendars and mail: feeds behind a key, letters of reminders."""
