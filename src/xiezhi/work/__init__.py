"""The work of a court: one app per capability, each whole in its folder. Capabilities meet only in events; `typesetting` prints for all."""
