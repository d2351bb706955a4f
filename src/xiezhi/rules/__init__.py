"""Ground floor: what the law says. Values and pure functions; standard library, and numpy in the bulk clock only."""
