"""Shpalta: a day of news, from pages to Parquet."""
