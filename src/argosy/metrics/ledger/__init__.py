"""The ledger: every amount of a seller's business as one signed line with store, market, SKU, day and kind, from several sources.

Two views. *Ordered*: money of an order counts on the day of the order, as the order's own documents and the channel's bookings tell
it. *Settled*: money counts on the day the channel or provider booked it. Signs are the seller's: positive comes in.
"""
