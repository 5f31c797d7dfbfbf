"""One row per customer: what is an order, what is spend, how long was the silence.

``queries`` holds the SQL, ``summary`` runs it on DuckDB, ``cluster`` on Spark; ``orderdays`` has
all order days customer by customer; ``carried`` keeps a written summary together with what must
travel with it, and reads both back.
"""

from analysis.customers.clock import Clock, day_number
from analysis.customers.orderdays import OrderDays, load_clock, load_order_days
from analysis.customers.queries import LATEST_GAPS, NO_RHYTHM, RHYTHM_BANDS
from analysis.customers.summary import (
    load_earnings,
    summarise_customers,
    surviving_ids,
    write_summary,
)

__all__ = [
    "LATEST_GAPS", "NO_RHYTHM", "RHYTHM_BANDS", "Clock", "OrderDays", "day_number", "load_clock",
    "load_earnings", "load_order_days", "summarise_customers", "surviving_ids", "write_summary",
]  # fmt: skip
