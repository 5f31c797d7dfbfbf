"""One row per customer: what is an order, what is spend, how long was the silence.

``queries`` holds the SQL, ``summary`` runs it on DuckDB, ``cluster`` on Spark; ``carried`` keeps a
written summary together with what must travel with it, and reads both back.
"""

from analysis.customers.queries import NO_RHYTHM, RHYTHM_BANDS, rhythm_class_sql
from analysis.customers.summary import summarise_customers, surviving_ids, write_summary

__all__ = [
    "NO_RHYTHM",
    "RHYTHM_BANDS",
    "rhythm_class_sql",
    "summarise_customers",
    "surviving_ids",
    "write_summary",
]
