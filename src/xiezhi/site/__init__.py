"""Top floor: what no single capability owns. For now the command line and its report."""
