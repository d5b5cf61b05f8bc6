"""Articles: the text stays as it is; head and foot give title, date and publisher."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

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


# The pages tell of invented events, in the shapes that publishing systems give their pages.
PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
PARAGRAPHS = (
    "Artillery fire hit the port of Odesa on Friday, local officials said, and killed two dock workers.",
    "The regional governor said that repairs would take a week. Residents had been told to stay away from the quays "
    "since Thursday.",
    "Ships waited outside the harbour on Saturday while divers looked for shells that had not gone off.",
)
BESIDE_THE_ARTICLE = (
    "Mykolaiv", "Kharkiv", "Sumy", "Kherson", "Zaporizhzhia", "Mariupol", "Dnipro", "partners", "rights reserved", "Share",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_a_saved_page_gives_its_article_whole_and_nothing_that_stands_beside_it(page):
    (article,) = read_articles(page)
    lines = article.text.split("\n")
    assert [p for p in PARAGRAPHS if p not in lines] == []
    assert [word for word in BESIDE_THE_ARTICLE if word in article.text] == []
    assert article.title == "Shells hit port"
    assert article.published == date(2025, 5, 10)


def test_a_page_says_who_published_it_where_and_in_what_language():
    by_name = {p.stem: p for p in PAGES}
    (semantic,) = read_articles(by_name["semantic"])
    assert (semantic.publisher, semantic.url, semantic.language) == (
        "The Harbour Post",
        "https://post.example/port",
        "en-GB",
    )
    (linked,) = read_articles(by_name["related_inside"])  # says it in JSON-LD only
    assert (linked.publisher, linked.url) == ("The Harbour Post", "https://post.example/port")


@pytest.mark.parametrize(
    "page",
    [
        "<p>Shells fell on Hama on Friday and killed two dock workers, officials said there."
        "<p>Shells fell on Homs on Friday and killed two dock workers, officials said there.",
        "<ul><li>Shells fell on Hama on Friday.<li>Shells fell on Homs on Friday.</ul>",
        "<div class='related'><p>Shells fell on Hama.</p><p>Shells fell on Homs.</p>",
        "<script type='application/ld+json'>{broken</script><p>Shells fell on Hama and Homs.</p>",
    ],
)
def test_a_page_that_is_not_well_formed_loses_nothing(write, page):
    (article,) = read_articles(write(page, "a.html"))
    assert "Hama" in article.text
    assert "Homs" in article.text


def test_a_page_of_a_hundred_thousand_open_elements_is_read(write):
    (article,) = read_articles(write("<div>" * 100_000 + "Shells fell on Hama.", "a.html"))
    assert article.text == "Shells fell on Hama.\n"
