"""Pages become UTF-8 once; those that are it already are not touched."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shpalta.web.charset import decode
from shpalta.web.utf8 import to_utf8


def test_utf8_is_taken_as_it_is_but_for_its_mark():
    content = "<p>Раду скликають на вівторок</p>".encode()
    assert to_utf8(content) is content
    assert to_utf8(b"\xef\xbb\xbf" + content) == content


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode), st.sampled_from([None, "text/html; charset=koi8-u"]))
def test_a_page_in_utf8_says_what_its_decoded_text_says(content, content_type):
    assert to_utf8(content, content_type).decode() == decode(content, content_type)
