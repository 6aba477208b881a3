"""These tests import airflow: it gets a home of its own first."""

import airflow_home  # noqa: F401
