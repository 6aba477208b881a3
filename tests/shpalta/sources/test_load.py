"""The sources file: every mistake is named with its line and field."""

from __future__ import annotations

import pytest

from shpalta.errors import SourcesError
from shpalta.sources.load import load_sources

GOOD = """\
sources:
  - id: lyman
    name: Вечірній Лиман
    home: https://lyman.ua/
    strategies:
      - kind: rss
        url: https://lyman.ua/rss
"""


def test_the_shipped_list_of_ukrainian_outlets_is_wide_and_well_formed():
    sources = load_sources("ukraine")
    assert len(sources) >= 25
    assert sources["kurs"].home == "https://kurs.com.ua/"
    assert not any(source.is_local for source in sources.values())
    assert sum(any(each.kind == "sitemap" for each in source.strategies) for source in sources.values()) * 2 >= len(sources)


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (("name: Вечірній Лиман", "nme: Вечірній Лиман"), 3, "nme: unknown field"),
        (("    name: Вечірній Лиман\n", ""), 2, "name: Field required"),
        (("id: lyman", "id: Лиман"), 2, "id: "),
        (("home: https://lyman.ua/", "home: lyman.ua"), 4, "'lyman.ua' is not an http or https URL"),
        (("kind: rss", "kind: feed"), 6, "strategies.0"),
        (("url: https://lyman.ua/rss", "url: ftp://lyman.ua"), 7, "strategies.0.url"),
        (("    home:", "    zone: Europe/Kiev2\n    home:"), 4, "zone: 'Europe/Kiev2' is not an IANA time zone"),
        (("    home:", "    delay_seconds: -1\n    home:"), 4, "delay_seconds"),
        (("    home:", "    contact: редакція\n    home:"), 4, "contact: 'редакція' is neither an e-mail address"),
        (("    home:", '    contact: "https://a.ua/\\r\\nX: y"\n    home:'), 4, "contact: "),
        (("    home:", "    limits: {pages: 0}\n    home:"), 4, "limits.pages"),
        (("    home:", "    template: {body: 'div..text'}\n    home:"), 4, "template.body"),
        (("    home:", "    home: https://a.ua/\n    home:"), 5, "home: this field stands here twice"),
        (
            ("        url: https://lyman.ua/rss", "        url: https://lyman.ua/{yyyy}\n        kind: archive"),
            8,
            "kind: this field stands here twice",
        ),
        (
            ("kind: rss\n        url: https://lyman.ua/rss", "kind: archive\n        url: https://lyman.ua/{year}/{dd}"),
            7,
            "strategies.0.url",
        ),
        (("sources:", "sourcez:"), 1, "sourcez: unknown field"),
        (("    name: Вечірній", "   name: Вечірній"), 3, "not YAML"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_field(tmp_path, change, line, said):
    path = tmp_path / "sources.yaml"
    assert change[0] in GOOD
    path.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(SourcesError) as mistake:
        load_sources(str(path))
    assert f"{path}, line {line}: " in str(mistake.value)
    assert said in str(mistake.value)


@pytest.mark.parametrize("contact", ["news@lyman.ua", "mailto:news@lyman.ua", "https://ours.ua/bot?for=lyman"])
def test_a_source_may_name_its_own_contact(tmp_path, contact):
    path = tmp_path / "sources.yaml"
    path.write_text(GOOD.replace("    home:", f"    contact: {contact}\n    home:"), encoding="utf-8")
    assert load_sources(str(path))["lyman"].contact == contact


def test_two_sources_with_one_id_are_refused(tmp_path):
    path = tmp_path / "sources.yaml"
    path.write_text(GOOD + GOOD.removeprefix("sources:\n"), encoding="utf-8")
    with pytest.raises(SourcesError, match="line 8: id: 'lyman' stands here twice"):
        load_sources(str(path))


@pytest.mark.parametrize("text", ["", "sources:", "sources: []", "- 1", "sources: {}", "just text", "\x00", "[" * 2000])
def test_what_is_no_list_of_sources_is_refused(tmp_path, text):
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourcesError):
        load_sources(str(path))


def test_a_missing_file_is_named_with_how_to_name_one(tmp_path):
    with pytest.raises(SourcesError, match="names a YAML file"):
        load_sources(str(tmp_path / "none.yaml"))
