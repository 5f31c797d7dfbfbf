"""Why customers left, what it cost, and whom to call first.

Rooms: ``intake``, ``dormancy``, ``reasons``, ``patterns``. Notebooks and the
command line use ``analysis.steps`` and ``analysis.plots``; everything below is importable alone.
"""

__version__ = "0.1.0"
