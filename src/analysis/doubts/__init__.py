"""Doubts: what good rows still leave open, from small tables that are made once (``buyers``).

Each module asks one kind of question of checked rows and says what it found as a warning;
``verdict`` says what voids the conclusions, ``severity`` what a warning weighs.
"""
