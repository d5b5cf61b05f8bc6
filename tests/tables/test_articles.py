"""Articles: the text stays as it is; head and foot give title, date and publisher."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.errors import InputError
from conflict_map.tables.articles import read_articles

REPORT = (
    "Shells fall on two towns\n"
    "December 3, 2024 Hour: 3:58 pm\n\n"
    "Shells fell on Hama on Friday, officials said.\n\n"
    "Source: Synthetic Wire\n"
)


@pytest.fixture
def write(tmp_path):
    def made(text, name="report.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return made


def test_a_text_gives_its_title_date_and_publisher_and_is_not_altered(write):
    (article,) = read_articles(write(REPORT))
    assert article.text == REPORT
    assert article.title == "Shells fall on two towns"
    assert article.published == date(2024, 12, 3)
    assert article.publisher == "Synthetic Wire"


def test_the_id_depends_on_the_text_alone(write):
    (one,) = read_articles(write(REPORT, "a.txt"))
    (two,) = read_articles(write(REPORT, "b.md"))
    assert one.id == two.id
    assert len(one.id) == 12


def test_a_long_first_paragraph_is_no_title(write):
    (article,) = read_articles(write("Words and words. " * 30 + "\nMore.\n"))
    assert article.title is None


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1))
def test_any_utf8_text_is_kept_letter_for_letter(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("in") / "a.txt"
    body = f"A report. {text}"
    path.write_bytes(body.encode())
    (article,) = read_articles(path)
    assert article.text == body


def test_json_lines_carry_their_own_facts(write):
    lines = [
        {"id": "x1", "text": "Shells fell.", "title": "T", "published": "2024-12-03T10:00:00Z",
         "url": "https://example.org/1", "publisher": "Wire", "country": "SY", "language": "en"},
        {"id": 7, "text": "Fire fell."},
    ]  # fmt: skip
    first, second = read_articles(write("\n".join(map(json.dumps, lines)), "a.jsonl"))
    assert (first.id, first.published, first.country) == ("x1", date(2024, 12, 3), "SY")
    assert (second.id, second.title) == ("7", None)


@pytest.mark.parametrize(
    "line, word",
    [
        ('{"text": ""}', "empty"),
        ('{"title": "no text"}', "expected a text"),
        ('{"text": 5}', "expected a text"),
        ('{"text": "a", "published": "3/12/2024"}', "ISO date"),
        ('{"text": "a"', "not JSON"),
        ('["text"]', "expected an object"),
        ('{"text": "a\\ud800"}', "surrogate"),
    ],
)
def test_a_bad_line_is_named_by_its_number(write, line, word):
    with pytest.raises(InputError, match=word) as caught:
        read_articles(write('{"text": "Sound."}\n' + line + "\n", "a.jsonl"))
    assert "line 2" in str(caught.value)


@pytest.mark.parametrize(
    "body", [b"", b"  \n\t", b"\xef\xbb\xbf", b"%PDF-1.7", b"\x7fELF\x00\x01", b"PK\x03\x04"]
)
def test_an_empty_or_binary_file_is_refused_in_one_line(write, body):
    with pytest.raises(InputError) as caught:
        read_articles(write(body))
    assert "\n" not in str(caught.value)
    assert "report.txt" in str(caught.value)


def test_a_folder_gives_its_articles_in_order_and_leaves_other_files(write, tmp_path):
    write("B report, two.", "b.txt")
    write("A report, one.", "a.md")
    write("hidden", ".c.txt")
    write("lat,lon\n1,1\n", "table.csv")
    assert [a.text[0] for a in read_articles(tmp_path)] == ["A", "B"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds no file"):
        read_articles(tmp_path / "empty")


def test_the_same_article_twice_is_one_and_two_texts_under_one_id_are_refused(write):
    path = write(REPORT)
    assert len(read_articles([path, path])) == 1
    lines = '{"id": "a", "text": "One."}\n{"id": "a", "text": "Two."}\n'
    with pytest.raises(InputError, match="'a'"):
        read_articles(write(lines, "a.jsonl"))


def test_html_gives_its_text_without_scripts_and_menus(write):
    page = (
        "<!doctype html><html><head><title>Shells fall</title><script>var x = '<p>no</p>';</script>"
        '<meta property="article:published_time" content="2024-12-03T08:00:00Z">'
        '<meta property="og:site_name" content="Wire &amp; Co"></head><body><nav>Menu</nav>'
        "<article><h1>Shells fall</h1><p>Shells fell on <b>Hama</b> &amp; Idlib.</p><p>Second.</p></article>"
        "<footer>About</footer></body></html>"
    )
    (article,) = read_articles(write(page, "a.html"))
    assert article.text == "Shells fall\nShells fell on Hama & Idlib.\nSecond.\n"
    assert (article.title, article.published) == ("Shells fall", date(2024, 12, 3))
    assert article.publisher == "Wire & Co"


def test_an_unclosed_form_does_not_hide_the_article(write):
    page = "<html><body><form><input name=q><p>Shells fell on Hama.</p></body></html>"
    (article,) = read_articles(write(page, "a.html"))
    assert "Shells fell on Hama." in article.text
