"""Shpalta: a day of news, from pages to Parquet."""

__version__ = "0.1.0"
