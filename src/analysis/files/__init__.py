"""Files: from a path to records of text, whatever packs, encodes, quotes or formats them.

``inputs`` finds and opens them; text goes through ``scan``, ``dialect`` and ``records``, a workbook
through ``workbook``. What is no table is refused before it is read; nothing knows a column yet.
"""
