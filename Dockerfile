# The official Airflow image, with exactly what requirements.txt locks. docker-compose.yaml builds it.
FROM apache/airflow:slim-3.3.2-python3.12

COPY requirements.txt /opt/shpalta/requirements.txt
RUN pip install --no-cache-dir --require-hashes --requirement /opt/shpalta/requirements.txt

# A volume takes over the owner of the folder that it is mounted on.
USER root
RUN install --directory --owner=airflow --group=root --mode=0775 /opt/shpalta/scratch
USER airflow

COPY --chown=airflow:root include /opt/shpalta/include
COPY plugins /opt/airflow/plugins
COPY dags /opt/airflow/dags
ENV PYTHONPATH=/opt/shpalta/include
# The machine code of what parses pages, so that no container compiles it anew.
RUN python -c "from shpalta.text.blocks.judge import prepare; prepare()"
