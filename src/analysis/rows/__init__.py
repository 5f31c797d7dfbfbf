"""Rows: each one good, set aside with its line and reason, or blank.

An input becomes text in the engine (``staging``), or is converted while it is read (``quick``); its
cells are converted (``convert``), judged by the bits of ``rules`` (``typed``) and, with the other
files of their table (``united``), as a whole: repeats, opt-outs, the snapshot date.
"""
