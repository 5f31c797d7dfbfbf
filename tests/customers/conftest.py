"""One Spark for all tests that need it: starting it is what costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from analysis.engine import SparkEngine

#: Small and quick: one worker, one part, no second look at the plan, a compiler that starts fast.
#: The workers are given no Python: only Spark's own expressions may run there.
SETTINGS = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.pyspark.python": "no-python-on-the-workers",
}


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkEngine]:
    with SparkEngine(master="local[1]", settings=SETTINGS) as engine:
        yield engine


@pytest.fixture
def shared_spark(spark: SparkEngine, monkeypatch: pytest.MonkeyPatch) -> SparkEngine:
    """Let the step use the one Spark of the session instead of starting its own."""
    monkeypatch.setattr("analysis.steps.cluster.SparkEngine", lambda **_: nullcontext(spark))
    return spark
