"""What a change of the law data moves: editions, their before/after list, the named person who accepts, the long work behind it."""
