"""Coding by keyboard: the small sheets that open at a selection to tag it or write its memo."""
