"""URLs: parsed as browsers do; one key for one article, two for two."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.errors import BadUrl
from shpalta.web.urls import is_same_site, parse, registered_domain, twin_key, url_key
from tuning import shared

SAME = [
    ("http://site.ua/a", "https://site.ua/a"),
    ("https://www.site.ua/a", "https://site.ua/a"),
    ("https://site.ua/a/", "https://site.ua/a"),
    ("https://SITE.ua/a", "https://site.ua/a"),
    ("https://site.ua:443/a", "https://site.ua/a"),
    ("https://site.ua./a", "https://site.ua/a"),
    ("https://site.ua", "https://site.ua/"),
    ("https://site.ua/a#comments", "https://site.ua/a"),
    ("https://site.ua/a#:~:text=слово", "https://site.ua/a"),
    ("https://site.ua/a?", "https://site.ua/a"),
    ("https://site.ua/x/../a", "https://site.ua/a"),
    ("https://site.ua/./a", "https://site.ua/a"),
    ("https://site.ua//a", "https://site.ua/a"),
    ("https://site.ua/новини", "https://site.ua/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8"),
    ("https://site.ua/%d0%bd", "https://site.ua/%D0%BD"),
    ("https://site.ua/%7Euser", "https://site.ua/~user"),
    ("https://новини.укр/a", "https://xn--b1amarcd.xn--j1amh/a"),
    ("https://site.ua/a?b=2&a=1", "https://site.ua/a?a=1&b=2"),
    ("https://site.ua/a?q=a+b", "https://site.ua/a?q=a%20b"),
    ("https://site.ua/a?utm_source=telegram&utm_medium=social", "https://site.ua/a"),
    ("https://site.ua/a?id=7&fbclid=IwAR0", "https://site.ua/a?id=7"),
    ("https://site.ua/a?id=7&maca=uk-rss-ukr-all-1&hss_channel=tw-1&_x_tr_sl=uk", "https://site.ua/a?id=7"),
    ("https://site.ua/a?gclid=1&yclid=2&_ga=3&_openstat=4", "https://site.ua/a"),
    ("https://site.ua/a?UTM_Source=x", "https://site.ua/a"),
    ("https://site.ua/a?ref=rss", "https://site.ua/a"),
    ("https://site.ua/a?from=telegram", "https://site.ua/a"),
    ("https://site.ua/a/index.html", "https://site.ua/a/"),
    ("https://site.ua/a;jsessionid=1A2B", "https://site.ua/a"),
    ("https://site.ua/a?PHPSESSID=deadbeef", "https://site.ua/a"),
    ("https://site.ua/a?gad_source=1&gad_campaignid=2&gbraid=3", "https://site.ua/a"),
    ("https://site.ua/a?id=7&amp;utm_source=x", "https://site.ua/a?id=7"),
    ("https://site.ua/a?utm%5Fsource=x", "https://site.ua/a"),
    ("https://site.ua/a?ref=twitter.com", "https://site.ua/a"),
    ("https://site.ua/a?tag[]=x", "https://site.ua/a?tag%5B%5D=x"),
    ("https://site.ua/a?u=https://t.me/s,t", "https://site.ua/a?u=https%3A%2F%2Ft.me%2Fs%2Ct"),
    ("https://site.ua/a,b(c)!", "https://site.ua/a%2Cb%28c%29%21"),
    ("https://site.ua/a?print=", "https://site.ua/a?print"),
    ("https://site.ua/a?&b=1&&c=2&", "https://site.ua/a?c=2&b=1"),
    ("https://site.ua\\a", "https://site.ua/a"),
    (" https://site.ua/a\n", "https://site.ua/a"),
]
APART = [
    ("https://site.ua/a", "https://site.ua/b"),
    ("https://site.ua/a", "https://site.ua/A"),
    ("https://site.ua/?id=1", "https://site.ua/?id=2"),
    ("https://site.ua/?eid=1", "https://site.ua/?eid=2"),
    ("https://site.ua/?cid=1", "https://site.ua/?cid=2"),
    ("https://site.ua/?uid=1", "https://site.ua/?uid=2"),
    ("https://site.ua/?session=1", "https://site.ua/?session=2"),
    ("https://site.ua/?story=1", "https://site.ua/?story=2"),
    ("https://site.ua/?source_id=1", "https://site.ua/?source_id=2"),
    ("https://site.ua/?source=unian", "https://site.ua/?source=ukrinform"),
    ("https://site.ua/?ref=5", "https://site.ua/?ref=6"),
    ("https://site.ua/?medium=1", "https://site.ua/?medium=2"),
    ("https://site.ua/?page=1", "https://site.ua/?page=2"),
    ("https://site.ua/a?lang=uk", "https://site.ua/a?lang=ru"),
    ("https://site.ua/a", "https://site.ua/ru/a"),
    ("https://site.ua/a%2Fb", "https://site.ua/a/b"),
    ("https://site.ua/a%3Fb", "https://site.ua/a?b"),
    ("https://site.ua:8080/a", "https://site.ua/a"),
    ("https://kyiv.site.ua/a", "https://lviv.site.ua/a"),
    ("https://m.site.ua/a", "https://site.ua/a"),
    ("https://site.ua/a?p=a%26b", "https://site.ua/a?p=a&b"),
    ("https://site.com/a", "https://site.ua/a"),
    ("https://site.ua/?a=1&a=2", "https://site.ua/?a=2&a=1"),
    ("https://site.ua/?a=1&a=2", "https://site.ua/?a=1"),
    ("https://site.ua/?q=a%2Bb", "https://site.ua/?q=a+b"),
    ("https://site.ua/?q=a%3Db", "https://site.ua/?q=a%253Db"),
    ("https://site.ua/a+b", "https://site.ua/a%20b"),
    ("https://site.ua/a%252Fb", "https://site.ua/a%2Fb"),
    ("https://site.ua/a;v=1", "https://site.ua/a;v=2"),
    ("https://site.ua/?fb_id=1", "https://site.ua/?fb_id=2"),
    ("https://site.ua/?ga_id=1", "https://site.ua/?ga_id=2"),
    ("https://site.ua/?ns_id=1", "https://site.ua/?ns_id=2"),
    ("https://site.ua/?feed=1", "https://site.ua/?feed=2"),
    ("https://site.ua/?u=/a%26utm_source=b", "https://site.ua/?u=/a"),
]


@pytest.mark.shared
def test_every_web_vector_is_parsed_as_browsers_do():
    vectors = [each for each in json.loads(shared("data", "web", "urltestdata.json").read_text()) if isinstance(each, dict)]
    wrong, count = [], 0
    for vector in vectors:
        is_web = vector.get("protocol") in ("http:", "https:") and vector.get("hostname") and not vector.get("username")
        if vector.get("failure") or not is_web or vector.get("password"):
            continue
        count += 1
        expected = vector["href"].removesuffix(vector["hash"]).removesuffix("#")
        if (found := parse(vector["input"], vector["base"]).href) != expected:
            wrong.append((vector["input"], vector["base"], expected, found))
    assert count > 200
    assert wrong == []


@pytest.mark.shared
def test_what_browsers_refuse_is_refused():
    vectors = [each for each in json.loads(shared("data", "web", "urltestdata.json").read_text()) if isinstance(each, dict)]
    accepted = []
    for vector in vectors:
        if vector.get("failure"):
            try:
                accepted.append(parse(vector["input"], vector["base"]))
            except BadUrl:
                continue
    assert accepted == []


@pytest.mark.parametrize(("one", "other"), SAME)
def test_urls_of_one_article_have_one_key(one, other):
    assert url_key(one) == url_key(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_urls_of_different_articles_have_different_keys(one, other):
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(
    "url",
    [
        "https://m.site.ua/a",
        "https://amp.site.ua/a",
        "https://site.ua/amp/a",
        "https://site.ua/a/amp",
        "https://site.ua/a?amp=1",
    ],
)
def test_mobile_and_amp_editions_are_suggested_as_twins(url):
    assert twin_key(url) == twin_key("https://site.ua/a")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "site.ua",
        "ftp://site.ua/",
        "javascript:alert(1)",
        "https://user:pass@site.ua/",
        "http://",
        "https://site.ua/" + "a" * 9000,
    ],
)
def test_what_cannot_be_fetched_is_a_bad_url(url):
    with pytest.raises(BadUrl):
        url_key(url)


def test_no_credentials_stand_in_an_error():
    with pytest.raises(BadUrl) as error:
        parse("https://user:secret@site.ua/")
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://news.site.com.ua/a", "site.com.ua"),
        ("https://site.ua/", "site.ua"),
        ("http://127.0.0.1:8091/", "127.0.0.1:8091"),
        ("http://localhost:8091/", "localhost:8091"),
    ],
)
def test_the_registered_domain_is_what_somebody_registered(url, domain):
    assert registered_domain(url) == domain


def test_two_ports_of_one_address_are_two_sites():
    assert not is_same_site("http://127.0.0.1:8091/", "http://127.0.0.1:8092/")


@given(
    st.lists(st.text("абв аbc/._-~,:;'!()", min_size=1, max_size=8), max_size=4),
    st.dictionaries(st.text("abcdеж_[]", min_size=1, max_size=6), st.text("abcж /?:,&=+%#", max_size=8), max_size=4),
    st.randoms(use_true_random=False),
)
def test_spelling_order_and_trackers_change_no_key(segments, parameters, chance):
    names = [f"x{name}" for name in parameters]
    pairs = list(zip(names, parameters.values(), strict=True))
    path = "/".join(["https://site.ua", *(quote(each, safe="") for each in segments)])
    key = url_key(f"{path}?{urlencode(pairs)}")
    chance.shuffle(pairs)
    tracked = urlencode([*pairs, ("utm_source", "a&b"), ("fbclid", "x")], safe="/:,[]?", quote_via=quote)
    assert url_key(f"HTTP://WWW.SITE.UA:80{path.removeprefix('https://site.ua')}/?{tracked}#part") == key


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_key_is_its_own_key(path, query):
    try:
        key = url_key(f"https://site.ua/{path}?{query}")
    except BadUrl:
        return
    assert url_key(f"https://{key}") == key
