"""Files of rows, whatever their kind: columns, then rows one after another in bounded memory. No database here.

`opening.open_table` is the door. What a file is, its first bytes say. A row that cannot be read is handed on with its fault, the rows
behind it are read; a file that cannot be read at all raises InputError.
"""
