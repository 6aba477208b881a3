"""Shpalta: a day of news, from pages to Parquet."""

from importlib.metadata import version

__version__ = version("shpalta")
