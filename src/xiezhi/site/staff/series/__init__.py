"""Reference series on the page: the list, one series as a table with its warnings and versions, and bringing in a new one."""
