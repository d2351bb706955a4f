"""The root: settings, addresses, the wiring of followers, the database server, and how everything is started."""
