"""The invented province: everything in it is made up, so that it may be shown to anybody."""
