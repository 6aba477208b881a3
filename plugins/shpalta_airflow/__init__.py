"""Airflow on one side, Shpalta's words on the other: schedule, form, request, settings, errors. DAGs import it by this name."""
