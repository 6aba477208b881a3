-- The first article that is equal to one of a day in its text, or may be its edition for another device; and those that
-- may be its editions in other languages: each names the other.
-- Reads articles (place, day, article_id, text_hash, word_count, twin_key), hreflangs (place, named) and day (first_place).
-- Runs on DuckDB and on Spark.
--
-- A line such as "An air-raid alert in Kyiv" is written anew each time: a short text is the same report within its day only.
SELECT place AS later, first_with_text AS earlier, 'same_text' AS kind, 0 AS shared_count
FROM (
    SELECT
        place,
        min(place) OVER (PARTITION BY text_hash, CASE WHEN word_count < 25 THEN day END) AS first_with_text
    FROM articles
    WHERE text_hash <> ''
) AS texts
WHERE place >= (SELECT first_place FROM day) AND first_with_text < place
UNION ALL
SELECT place AS later, first_with_key AS earlier, 'same_article' AS kind, 0 AS shared_count
FROM (SELECT place, min(place) OVER (PARTITION BY twin_key) AS first_with_key FROM articles WHERE twin_key <> '') AS twins
WHERE place >= (SELECT first_place FROM day) AND first_with_key < place
UNION ALL
SELECT DISTINCT later.place AS later, earlier.place AS earlier, 'edition' AS kind, 0 AS shared_count
FROM hreflangs AS naming
JOIN articles AS later ON later.place = naming.place
JOIN articles AS earlier ON earlier.article_id = naming.named AND earlier.place < later.place
JOIN hreflangs AS back ON back.place = earlier.place AND back.named = later.article_id
WHERE later.place >= (SELECT first_place FROM day)
