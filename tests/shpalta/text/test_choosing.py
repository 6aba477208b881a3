"""What stands around and among an article's paragraphs in templates without telling names, and is none of it."""

from __future__ import annotations

import pytest

from shpalta.steps.parse import Article, parse_page

TITLE = "Міст через Солону відкрили для автобусів"
PARAGRAPHS = [
    "Міст через річку Солону відкрили у вівторок уранці, після року ремонту, повідомила міська рада на своїй сторінці.",
    "Ремонт коштував сорок два мільйони гривень, третину з яких дала область, а решту місто збирало два роки поспіль.",
    "Підрядник замінив опори, дорожнє полотно та освітлення, а пішохідну частину розширив до трьох метрів, кажуть у раді.",
    "Автобуси номер чотири та сім повертаються на свої маршрути з середи, вантажівкам мостом їздити поки що заборонено.",
]
OTHER = "".join(
    f"<p>{text}</p>"
    for text in (
        "Ярмарок меду зібрав у неділю на площі сто пасічників з усієї області, хоча з самого ранку падав дощ.",
        "Найдорожчим був гречаний мед, і за ним стояла найдовша черга, розповіли кореспондентові продавці на площі.",
    )
)
TEASERS = [
    (f"/n/{n}", f"Ярмарок меду: {n} сотень пасічників на площі", f"Ярмарок зібрав {n} сотень пасічників, та не всі...")
    for n in range(2, 5)
]


def article(body: str, *, head: str = "") -> Article:
    html = f"<html lang='uk'><head><title>{TITLE} - Вісник</title>{head}</head><body>{body}</body></html>"
    outcome = parse_page(html.encode(), "https://visnyk.example/a")
    assert isinstance(outcome, Article)
    return outcome


def lines(body: str, *, head: str = "") -> list[str]:
    return article(body, head=head).article_body.split("\n")


def paragraphs(*, middle: str = "", end: str = "") -> str:
    texts = [f"<p>{text}</p>" for text in PARAGRAPHS]
    return f"<h1>{TITLE}</h1><div>{''.join(texts[:2])}{middle}{''.join(texts[2:])}{end}</div>"


def test_a_few_words_between_paragraphs_built_like_them_are_a_subheading() -> None:
    texts = [*PARAGRAPHS[:2], "Що кажуть у раді", *PARAGRAPHS[2:]]
    body = "".join(f'<div class="k{len(text) < 20}"><span>{text}</span></div>' for text in texts)
    assert lines(f'<div><div class="z1"><h1>{TITLE}</h1></div>{body}</div>') == texts


def test_teasers_one_by_one_among_the_paragraphs_are_rows_and_no_text() -> None:
    cards = [f'<div><a href="{url}">{title}</a><div>{text}</div></div>' for url, title, text in TEASERS]
    mixed = "".join(f"<p>{text}</p>{card}" for text, card in zip(PARAGRAPHS, [*cards, ""], strict=True))
    found = article(f"<article><h1>{TITLE}</h1><div>{mixed}</div></article>")
    assert found.article_body.split("\n") == PARAGRAPHS
    shown = [(each.url, each.title, each.text) for each in found.related]
    assert shown == [(f"https://visnyk.example{url}", title, text) for url, title, text in TEASERS]


@pytest.mark.parametrize(
    "follower",
    [
        f"<article><h1>Ярмарок меду на площі</h1><div>{OTHER}</div></article>",
        f'<section><h1><a href="/n/5">Ярмарок меду на площі</a></h1><div>{OTHER}</div></section>',
    ],
)
def test_another_article_below_is_none_of_this_one(follower: str) -> None:
    assert lines(f"<div><article>{paragraphs()}</article>{follower}</div>") == PARAGRAPHS


def test_a_headline_of_another_article_in_the_middle_of_the_text_does_not_end_it() -> None:
    quoted = f'<article><h1><a href="/n/5">Ярмарок меду на площі</a></h1><p>{PARAGRAPHS[0][:70]}</p></article>'
    assert lines(f"<article>{paragraphs(middle=quoted)}</article>")[-2:] == PARAGRAPHS[2:]


def test_the_box_of_a_form_is_none_of_the_text() -> None:
    form = "<form><input type='email'><button>Так</button></form>"
    box = f"<div><div>Ранкові листи</div><p>Щоранку надсилаємо найважливіше за добу на вашу пошту.</p>{form}</div>"
    assert lines(f"<main>{paragraphs(middle=box)}</main>") == PARAGRAPHS


def test_the_box_of_the_author_ends_the_text() -> None:
    box = "<div><b>Олена Коваль</b><p>Журналістка відділу міста, пише про дороги й мости з 2015 року, живе за мостом.</p></div>"
    byline = "<div>24 листопада 2026, 14:20 · Олена Коваль · 1 245 переглядів</div>"
    assert lines(f"<article>{byline}{paragraphs()}<div>Теги: місто</div>{box}</article>") == PARAGRAPHS
    speaker = "<p><b>Іван Гай</b></p><p>Мостом я їжджу щодня, і те, що тепер не треба стояти в черзі, мене тішить.</p>"
    assert len(lines(f"<article>{byline}{paragraphs(end=speaker)}</article>")) > len(PARAGRAPHS)


def test_an_offer_below_a_whole_text_is_left_out() -> None:
    offer = "<div><p>Щоб читати всі матеріали без обмежень, оформіть передплату від 99 гривень на місяць.</p></div>"
    long = "".join(f"<p>{text}</p>" for text in PARAGRAPHS * 4)
    assert lines(f"<main><h1>{TITLE}</h1><div>{long}{offer}</div></main>") == PARAGRAPHS * 4


def test_a_page_of_the_nineties_gives_its_title_and_text_without_menu_and_stamp() -> None:
    menu = "<br>".join(f'<a href="/{word}">{word}</a>' for word in ("Політика", "Економіка", "Світ", "Спорт"))
    text = "<br><br>".join(PARAGRAPHS)
    cell = f"<font size=5><b>{TITLE}</b></font><br><font size=1>24.11.2026 14:20</font><br><br><font size=2>{text}</font>"
    found = article(f"<center><table><tr><td>{menu}</td><td>{cell}</td></tr></table></center>")
    assert (found.headline, found.article_body.split("\n")) == (TITLE, PARAGRAPHS)


def test_a_stamp_glued_to_the_first_line_is_cut_off() -> None:
    text = "<br>".join(PARAGRAPHS)
    body = f'<div><h1>{TITLE}</h1><div><span class="news-date-time">24.11.2026 14:20</span>{text}</div></div>'
    assert lines(body) == PARAGRAPHS


def test_a_lead_that_opens_the_text_once_more_stands_there_once() -> None:
    lead = f'<p class="lead">{PARAGRAPHS[0]}</p>'
    assert (
        lines(f"<article><h1>{TITLE}</h1>{lead}<div>{''.join(f'<p>{text}</p>' for text in PARAGRAPHS)}</div></article>")
        == PARAGRAPHS
    )


def test_calls_and_hints_for_readers_below_the_text_are_left_out() -> None:
    call = '<p>Підписуйтесь на наш <a href="https://t.me/visnyk">канал</a>, щоб не пропустити важливе.</p>'
    hint = "<p>Якщо ви знайшли помилку, виділіть її та натисніть Ctrl+Enter.</p>"
    source = '<p>За словами <a href="https://rada.example">міської ради</a>, міст збудували вчасно.</p>'
    assert lines(f"<article>{paragraphs(end=call + source + hint)}</article>")[len(PARAGRAPHS) :] == [
        "За словами міської ради, міст збудували вчасно."
    ]


def test_a_teaser_that_is_met_with_its_text_later_has_it() -> None:
    (url, title, text), *_ = TEASERS
    also = f'<p>Читайте також: <a href="{url}">{title}</a></p>'
    card = f'<div><div><a href="{url}">{title}</a><p>{text}</p></div></div>'
    found = article(f"<article>{paragraphs(middle=also)}{card}</article>")
    assert [(each.title, each.text) for each in found.related] == [(title, text)]


def test_the_words_below_the_first_picture_are_its_caption_and_a_byline_is_none() -> None:
    picture = '<div class="wp-caption"><img src="/m.jpg"><p class="wp-caption-text">Міст у вівторок уранці</p></div>'
    head = '<meta property="og:image" content="https://cdn.example/other.jpg">'
    found = article(f"<article><h1>{TITLE}</h1>{picture}<div>{paragraphs()}</div></article>", head=head)
    assert found.image_caption == "Міст у вівторок уранці"
    byline = picture.replace("Міст у вівторок уранці", "Автор: Олена Коваль")
    assert article(f"<article><h1>{TITLE}</h1>{byline}<div>{paragraphs()}</div></article>", head=head).image_caption is None
