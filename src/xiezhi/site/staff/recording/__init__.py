"""The pages on which a court records what happens in a case: one form for every kind of event of the catalogue.

`desk` opens the case for one kind of event, `entry_form` draws the form from the catalogue, `foresight` says what the event
would do to the dates, `saving` writes it with its papers in one transaction.
"""
