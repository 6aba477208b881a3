"""What a site says to its readers of itself is no line of an article, in whatever language it says it."""

from __future__ import annotations

import pytest

from shpalta.text.words_of_the_site import without_words_of_the_site

SENTENCE = "Рада ухвалила бюджет на наступний рік, і за нього голосували всі, хто був у залі."


@pytest.mark.parametrize(
    "line",
    [
        "Never miss a story by signing up to our weekly newsletter!",
        "Hier können Sie unseren Newsletter abonnieren und nichts mehr verpassen",
        "Підписуйтесь на наш Telegram-канал, щоб не пропустити головне",
        "Follow us on Facebook for the latest from the region",
        "For updates from your town download the Visnyk app",
        "Was this article helpful?",
        "Чи була ця стаття корисною?",
        "We may earn a small commission when you buy through links on this page. " * 4,
        "*Werbung. Dieser Beitrag enthält Werbung für Wanderschuhe.",
        "Опубліковано на правах реклами",
        "ADVERTISEMENT",
        "– Anzeige –",
        "Реклама",
    ],
)
def test_a_word_of_the_site_is_left_out(line: str) -> None:
    assert without_words_of_the_site([SENTENCE, line, SENTENCE], [0, 1, 2]) == [0, 2]


@pytest.mark.parametrize(
    "line",
    [
        "Підписка на газету подорожчала, і її Telegram-канал виріс удвічі. " * 4,
        "The paper asked its readers to sign up for a newsletter that nobody had written. " * 3,
        "She signed the law, and the app was used by millions.",
        "Реклама подорожчала на третину, кажуть видавці.",
        "The ministry will receive a report in May.",
        "Anzeige erstattet",
    ],
)
def test_a_line_about_such_things_stays(line: str) -> None:
    assert without_words_of_the_site([SENTENCE, line], [0, 1]) == [0, 1]


def test_only_the_lines_that_were_kept_are_looked_at() -> None:
    assert without_words_of_the_site(["Anzeige", SENTENCE, "Anzeige"], [1]) == [1]
    assert without_words_of_the_site([], []) == []
