"""Bibliographic records, RIS and BibTeX: what they say of articles that the archive has."""
