"""Correcting an article's text: writing, reviewing the passages that lost their place, and older versions."""
