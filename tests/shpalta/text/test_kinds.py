"""Pages that are no articles say so; short articles among many links stay articles."""

from __future__ import annotations

import pytest

from shpalta.steps.parse import Article, Reject, parse_page

LINKS = "".join(
    f'<li><a href="/n/{number}">Міська рада ухвалила рішення номер {number} про дороги</a></li>' for number in range(40)
)
SENTENCE = (
    "Міст через річку відкрили в п’ятницю, після двох років ремонту, і першими ним проїхали велосипедисти з обох берегів. "
)


def page(title: str, text: str = "", *, head: str = "") -> bytes:
    return f"<html lang='uk'><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{text}</body></html>".encode()


@pytest.mark.parametrize(
    ("html", "url", "reason"),
    [
        (
            page("Сторінку не знайдено", "<p>Спробуйте пошук або поверніться на головну сторінку нашого сайту.</p>"),
            "/a/b",
            "soft_404",
        ),
        (page("404 Not Found"), "/a/b", "soft_404"),
        (page("Just a moment..."), "/a/b", "error_page"),
        (page("Новини", f"<ul>{LINKS}</ul>"), "/", "index_page"),
        (page("Дороги", f"<ul>{LINKS}</ul>"), "/tag/dorohy/", "index_page"),
        (page("Відео дня", "", head='<meta property="og:type" content="video.other">'), "/video/5", "video"),
        (page("Порожньо"), "/a/b", "no_article"),
    ],
)
def test_a_page_that_is_no_article_is_rejected_by_its_kind(html: bytes, url: str, reason: str) -> None:
    outcome = parse_page(html, f"https://a.example{url}")
    assert isinstance(outcome, Reject)
    assert outcome.reason == reason


CARDS = "".join(
    f'<article class="card"><a href="/2026/n{n}"><h3>Міська рада ухвалила рішення номер {n} про дороги</h3></a>'
    f'<time datetime="2026-11-20T10:00:00+02:00">20 листопада</time></article>'
    for n in range(24)
)
PICTURES = "".join(
    f'<figure><img src="/{n}.jpg"><figcaption>Міст, знімок {n}. Марко Гай</figcaption></figure>' for n in range(12)
)
CONSENT = (
    "<p>Ми та наші 842 партнери зберігаємо інформацію на пристрої, як-от файли cookie, і обробляємо персональні дані.</p>"
    "<p>Натисніть, щоб погодитися на обробку, або налаштуйте ваші вподобання.</p>"
)
MISSING = f"<p>На жаль, такої сторінки не існує. Можливо, вас зацікавлять ці новини:</p>{CARDS}"
SOLD = f"<article><p>{SENTENCE}</p><p>Повний текст доступний лише для передплатників.</p></article>"
MENU = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in ("Політика", "Культура", "Спорт", "Економіка"))


@pytest.mark.parametrize(
    ("title", "body", "reason"),
    [
        ("Освіта", f'<div class="list">{CARDS}</div>', "index_page"),
        ("Сторінку не знайдено", MISSING, "soft_404"),
        ("Ми цінуємо вашу приватність", CONSENT, "consent_wall"),
        ("Фоторепортаж: міст", f"<article>{PICTURES}</article>", "gallery"),
        ("Міст відкрили", SOLD, "paywall_stub"),
    ],
)
def test_a_page_of_a_whole_template_is_rejected_by_its_kind(title: str, body: str, reason: str) -> None:
    around = f"<header><nav><ul>{MENU}</ul></nav></header>{body}<footer>© 2026 Вісник. Усі права захищено.</footer>"
    outcome = parse_page(page(title, around), "https://a.example/a/b")
    assert isinstance(outcome, Reject)
    assert outcome.reason == reason


def test_news_about_personal_data_is_no_question_about_cookies() -> None:
    text = f"<article><p>Закон про ваші приватні дані ухвалив парламент у вівторок. {SENTENCE}</p><p>{SENTENCE}</p></article>"
    assert isinstance(parse_page(page("Datenschutz: що змінює новий закон", text), "https://a.example/news/zakon"), Article)


def test_a_short_article_among_many_links_is_an_article() -> None:
    html = page("Міст відкрили", f"<article><p>{SENTENCE}</p><p>{SENTENCE}</p></article><ul>{LINKS}</ul>")
    outcome = parse_page(html, "https://a.example/news/mist-vidkryly")
    assert isinstance(outcome, Article)
    assert outcome.article_body.split("\n") == [SENTENCE.strip()] * 2
