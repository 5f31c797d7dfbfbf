"""Cells: what a text says as a day, an amount, an id, a word or a leave, by whole columns.

``dates``, ``amounts`` and ``ids`` decide by the distinct texts of a column and give the SQL that
converts it; ``cellwords`` and ``permissions`` hold the words. Nothing knows a file or a header.
"""
