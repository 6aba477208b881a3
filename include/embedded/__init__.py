"""The one-machine stack that `make run` starts and watches: PostgreSQL, S3, Airflow and the newsroom."""
