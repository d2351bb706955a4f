"""The keys of stock and flow: opening + new − closed = pending."""

OPENING, NEW, CLOSED, PENDING = "flow.opening", "flow.new", "flow.closed", "flow.pending"
FLOW = (OPENING, NEW, CLOSED, PENDING)
BALANCE = "flow.balance"
