"""Java's regular expressions, read by Python as Java reads them."""

from __future__ import annotations

import re

import pytest

from service_models.patterns import UnknownSyntaxError, matcher

TAG = r"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)"
TEXT = r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*"


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"[\w+=,.@-]+", "stepline-dev"),
        (TAG, "équipe 日本 7"),
        (TEXT, "tab\t\U0001f600"),
        (r"^\P{C}*$", "plain"),
        (r"[^\p{Cc}]+", "plain"),
        (r"\pL+", "abc"),
        (r"(?!^[0-9]+$)([a-zA-Z0-9-_]+)", "live"),
        (r"^$|arn:aws[a-z0-9-]*:kms:.*", "arn:aws:kms:eu-west-1:1:key/k"),
    ],
)
def test_a_text_of_the_form_matches(pattern: str, text: str) -> None:
    assert matcher(pattern).fullmatch(text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"[\w+=,.@-]+", "a b"),
        # In Java, classes such as \w are those of ASCII.
        (r"[\w+=,.@-]+", "é"),
        (TAG, "a & b"),
        (TEXT, "line\nbreak"),
        (r"^\P{C}*$", "bell\u0007"),
        (r"[^\p{Cc}]+", "bell\u0007"),
        (r"^[a-z0-9-]+$", "name\n"),
        (r"(?!^[0-9]+$)([a-zA-Z0-9-_]+)", "7"),
    ],
)
def test_a_text_of_another_form_does_not(pattern: str, text: str) -> None:
    assert not matcher(pattern).fullmatch(text)


@pytest.mark.parametrize("pattern", [r"\p{Alnum}+", "[a[bc]]", r"[a-z&&[^b]]", r"\p{IsLatin}"])
def test_syntax_that_is_not_known_is_no_pass(pattern: str) -> None:
    with pytest.raises(UnknownSyntaxError, match=re.escape(repr(pattern))):
        matcher(pattern)
