"""Every open clock answered anew: in small steps, by the bulk clock, as long work."""
