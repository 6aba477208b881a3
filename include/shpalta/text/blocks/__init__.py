"""The blocks of a page: cut out of its markup, measured, and judged to be the article's or not."""
