"""The lanes of recurring work. `xiezhi up` gives each a process: what one computes takes no time from the other."""

FACTS, REST = "facts", "rest"
LANES = (FACTS, REST)
