"""Archive App: read the press as evidence."""

__version__ = "0.1.0"
