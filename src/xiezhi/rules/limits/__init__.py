"""Time limits: the catalogue of rules, the clock of one case, the bulk clock, and the words of a derivation."""
