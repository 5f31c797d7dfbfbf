"""Columns: which table a file is, which of its columns is which, and what columns.toml says.

``columnmap`` names columns by whole header words, ``layout`` reads the head of a file, ``mapfile``
what an analyst has stated. Words of headers stand in ``orderwords`` and ``companionwords``, and are
put together in ``words``.
"""
