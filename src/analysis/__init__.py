"""Why customers left, what it cost, and whom to call first.

Rooms: ``intake``, ``dormancy``, ``reasons``, ``patterns``. Notebooks and the
command line use ``analysis.steps`` and ``analysis.plots``; everything below is importable alone.
"""

import warnings

# Where Spark is installed, pandera looks for pyspark.pandas, which we never use and which warns.
warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")

__version__ = "0.1.0"
