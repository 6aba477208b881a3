-- The first article that is equal to one of a day in its text, or may be its edition for another device.
-- Reads articles (place, day, text_hash, word_count, twin_key) and day (first_place). Runs on DuckDB and on Spark.
--
-- A line such as "An air-raid alert in Kyiv" is written anew each time: a short text is the same report within its day only.
SELECT place AS later, first_with_text AS earlier, 'same_text' AS kind
FROM (
    SELECT
        place,
        min(place) OVER (PARTITION BY text_hash, CASE WHEN word_count < 25 THEN day END) AS first_with_text
    FROM articles
    WHERE text_hash <> ''
) AS texts
WHERE place >= (SELECT first_place FROM day) AND first_with_text < place
UNION ALL
SELECT place AS later, first_with_key AS earlier, 'same_article' AS kind
FROM (SELECT place, min(place) OVER (PARTITION BY twin_key) AS first_with_key FROM articles WHERE twin_key <> '') AS twins
WHERE place >= (SELECT first_place FROM day) AND first_with_key < place
