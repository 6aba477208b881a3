"""parse_page over real pages with truth, rebuilt ones, and ones that no parser may be trusted with."""

from __future__ import annotations

import gzip
import json

import pytest

from shpalta.steps.parse import Article, Reject, parse_page
from tuning import SHARED

RECONSTRUCTED = SHARED / "data" / "pages" / "seed_recon"
TRUTHS = [json.loads(line) for line in (RECONSTRUCTED / "truth.jsonl").open()] if RECONSTRUCTED.exists() else []


@pytest.mark.shared
@pytest.mark.skipif(not TRUTHS, reason="../shared/data/pages is absent")
@pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: truth["id"])
def test_the_seed_article_comes_out_exact_in_every_template(truth: dict[str, str]) -> None:
    html = gzip.decompress((RECONSTRUCTED / "pages" / f"{truth['id']}.html.gz").read_bytes())
    article = parse_page(html, truth["url"])
    assert isinstance(article, Article)
    assert article.article_body == truth["body"]
    assert article.headline == truth["title"]
    assert article.in_language == "uk"
    assert article.date_published is not None
    assert article.date_published.isoformat() == truth["published"]


@pytest.mark.parametrize("content_type", ["image/png", "application/pdf", "video/mp4"])
def test_what_is_not_html_is_rejected(content_type: str) -> None:
    outcome = parse_page(b"<p>text</p>", "https://a.example/", content_type=content_type)
    assert isinstance(outcome, Reject)
    assert outcome.reason == "bad_content"
