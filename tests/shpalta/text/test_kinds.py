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


APOLOGY = "<p>Перевірте адресу або скористайтеся пошуком, щоб знайти потрібне: можливо, його перенесли до іншої рубрики.</p>"


@pytest.mark.parametrize(
    "title",
    [
        "Такої сторінки немає", "Новину не знайдено", "Упс! Сторінку видалено", "Страница удалена", "Ничего не найдено",
        "Oops! That page can’t be found.", "This page isn’t available", "Diese Seite existiert nicht", "La página no existe",
        "Cette page n’existe pas", "Nie znaleziono strony", "Stránka nebyla nalezena", "Sidan kunde inte hittas",
        "Pagina niet gevonden",
        "Az oldal nem található", "Страницата не е намерена", "Sayfa bulunamadı", "Η σελίδα δεν βρέθηκε",
        "ページが見つかりません", "页面不存在", "페이지를 찾을 수 없습니다", "الصفحة غير موجودة",
    ],
)  # fmt: skip
def test_what_is_missing_is_told_in_many_languages(title: str) -> None:
    outcome = parse_page(page(f"{title} | Газета", APOLOGY), "https://a.example/news/5")
    assert isinstance(outcome, Reject)
    assert outcome.reason == "soft_404"


def test_news_of_something_that_was_not_found_is_news() -> None:
    head = '<meta property="article:published_time" content="2026-11-20T10:00:00+02:00">'
    for title in ("Зниклого хлопця досі не знайдено", "Сторінку відділу освіти видалено"):
        assert isinstance(parse_page(page(title, f"<p>{SENTENCE}</p>", head=head), "https://a.example/news/5"), Article)


def test_a_template_that_calls_itself_404_is_no_article_whatever_its_title() -> None:
    html = page("Газета", APOLOGY).replace(b"<body>", b'<body class="home error404 wide">')
    outcome = parse_page(html, "https://a.example/news/5")
    assert isinstance(outcome, Reject)
    assert outcome.reason == "soft_404"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("a.example", "Please enable JS and disable any ad blocker, then come back to this page and go on reading it."),
        ("Сайт тимчасово недоступний", "Ведуться роботи на сервері, зайдіть, будь ласка, пізніше: усе буде на місці."),
        (
            "Request blocked",
            "The owner of this website has blocked you; tell the owner the number of your request.",
        ),
    ],
)
def test_a_page_that_lets_nobody_in_is_an_error(title: str, text: str) -> None:
    outcome = parse_page(page(title, f"<p>{text}</p>"), "https://a.example/news/5")
    assert isinstance(outcome, Reject)
    assert outcome.reason == "error_page"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Votre vie privée",
            "Nos partenaires et nous utilisons des cookies. Vous pouvez retirer votre consentement.",
        ),
        (
            "Szanujemy Cię",
            "My i partnerzy używamy plików cookie. Wyraź zgodę na przetwarzanie danych osobowych.",
        ),
        ("Uw privacy", "Wij en onze partners gebruiken cookies. U kunt uw toestemming op elk moment weer intrekken."),
    ],
)
def test_questions_about_cookies_are_told_in_many_languages(title: str, text: str) -> None:
    outcome = parse_page(page(title, f"<div><p>{text}</p></div>"), "https://a.example/news/5")
    assert isinstance(outcome, Reject)
    assert outcome.reason == "consent_wall"


@pytest.mark.parametrize("wall", ["Subscribe to continue reading", "Щоб читати далі, оформіть передплату"])
def test_a_beginning_with_an_offer_below_it_is_a_stub(wall: str) -> None:
    text = f'<article><p>{SENTENCE}</p><p>{SENTENCE}</p><div class="x1"><p>{wall}</p></div></article>'
    outcome = parse_page(page("Міст відкрили", text), "https://a.example/news/5")
    assert isinstance(outcome, Reject)
    assert outcome.reason == "paywall_stub"


def test_two_short_sentences_are_news() -> None:
    html = page("Помер актор Іван Кремінь", f"<article><p>Йому було 84 роки. Прощання завтра.</p></article><ul>{LINKS}</ul>")
    assert isinstance(parse_page(html, "https://a.example/news/5"), Article)


def test_headings_that_lead_to_other_pages_above_whole_texts_are_a_list() -> None:
    posts = "".join(
        f'<article><h2><a href="/news/{n}">Міська рада ухвалила рішення номер {n}</a></h2><p>{SENTENCE * 3}</p></article>'
        for n in range(8)
    )
    outcome = parse_page(page("Новини", posts), "https://a.example/novyny")
    assert isinstance(outcome, Reject)
    assert outcome.reason == "index_page"
    elsewhere = posts.replace('href="/news', 'href="https://b.example/news')
    assert isinstance(parse_page(page("Вісім рішень міських рад", elsewhere), "https://a.example/news/8"), Article)


def test_a_whole_text_with_an_offer_at_its_end_is_an_article() -> None:
    offer = "<p>Щоб читати все без реклами, оформіть передплату на рік.</p>"
    text = "".join(f"<p>{SENTENCE.replace('Міст', f'Міст номер {n}')}</p>" for n in range(7))
    outcome = parse_page(page("Сім мостів відкрили", f"<article>{text}{offer}</article>"), "https://a.example/news/7")
    assert isinstance(outcome, Article)
    assert "передплату" not in outcome.article_body
