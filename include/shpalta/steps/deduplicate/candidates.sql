-- Which articles of a day are worth comparing with which that came before them: those that share keys of their texts.
-- Reads keys (place, key) and day (first_place). Runs on DuckDB and on Spark.
--
-- A key that many texts hold is a site's footer or a report's template: there each text meets its neighbours only, so that
-- the number of candidates grows as the number of texts, not as its square.
WITH of_the_day AS (
    SELECT DISTINCT key FROM keys WHERE place >= (SELECT first_place FROM day)
),
held AS (
    SELECT
        keys.key,
        keys.place,
        row_number() OVER (PARTITION BY keys.key ORDER BY keys.place) AS turn,
        count(*) OVER (PARTITION BY keys.key) AS holders
    FROM keys JOIN of_the_day ON keys.key = of_the_day.key
),
later AS (
    SELECT * FROM held WHERE place >= (SELECT first_place FROM day)
),
steps AS (
    SELECT * FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8)) AS numbers (step)
),
met AS (
    SELECT later.place AS later, earlier.place AS earlier
    FROM (SELECT * FROM later WHERE holders <= 50) AS later
    JOIN (SELECT * FROM held WHERE holders <= 50) AS earlier
        ON later.key = earlier.key AND earlier.place < later.place
    UNION ALL
    SELECT later.place AS later, earlier.place AS earlier
    FROM (SELECT key, place, turn - step AS sought FROM later CROSS JOIN steps WHERE holders > 50) AS later
    JOIN (SELECT * FROM held WHERE holders > 50) AS earlier
        ON later.key = earlier.key AND earlier.turn = later.sought
)
SELECT later, earlier, 'near_text' AS kind, count(*) AS shared_count FROM met GROUP BY later, earlier
