"""The only door to a database: DuckDB on one machine, Spark on many, one SQL text for both.

``Engine`` (``duck``) works in process, out of core; ``SparkEngine`` (``spark``, an extra) works on
any cluster. A query is one text whose few unlike words come from a ``Dialect``.
"""

from analysis.engine.dialect import DUCKDB, SPARK, Dialect
from analysis.engine.duck import WRITTEN_AS, Engine, enough_threads, quote_name, quote_text
from analysis.engine.spark import LOCAL_MASTER, FoundFile, SparkEngine

__all__ = [
    "DUCKDB",
    "LOCAL_MASTER",
    "SPARK",
    "WRITTEN_AS",
    "Dialect",
    "Engine",
    "FoundFile",
    "SparkEngine",
    "enough_threads",
    "quote_name",
    "quote_text",
]
