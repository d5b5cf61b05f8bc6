"""The page's own words in every language that it offers: whole in the file, and on the screen."""

from __future__ import annotations

import re

import folium
import pytest

from conflict_map.errors import UsageError
from conflict_map.web import ConflictMap, EventLayer
from conflict_map.web.assets import leaflet_script, leaflet_style
from conflict_map.web.catalogue import CATALOGUE, FILE, LANGUAGES, RIGHT_TO_LEFT
from conflict_map.web.container import unpack
from tests.web import page_words, samples
from tests.web.reading import Reading

PLACEHOLDER = re.compile(r"\{\w+\}")
REPORT = {
    "inputs": [{"path": "courier.txt", "sha256": "ab" * 32, "format": "text", "records": 1}],
    "read": 16, "placed": 12, "unplaced": 3, "rejected": 1,
    "rejections": [{"input": "courier.txt", "row": 7, "column": "lat", "value": "x", "reason": "is no number"}],
    "warnings": ["a warning"], "versions": {"conflict-map": "0.1.0"}, "options": {},
}  # fmt: skip


def as_lists(found) -> list[str]:
    return [found] if isinstance(found, str) else list(found.values())


def test_every_word_of_the_page_is_in_the_catalogue_in_every_language():
    missing = page_words.lacking()
    assert missing == {}, (
        f"{len(missing)} sentences lack a translation: "
        "python -m tests.web.page_words lists them to fill in"
    )


def test_the_catalogue_holds_nothing_that_the_page_does_not_say():
    assert sorted(set(CATALOGUE) - set(page_words.page_words())) == []


def test_the_catalogue_is_sorted_line_by_line_so_that_two_additions_merge():
    assert FILE.read_text(encoding="utf-8") == page_words.written(CATALOGUE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_counted_sentences_have_every_plural_form_of_the_language(language):
    for english, found in CATALOGUE.items():
        if "|" in english:
            assert tuple(found[language]) == page_words.CATEGORIES[language], english
        else:
            assert isinstance(found[language], str), english


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_placeholders_of_its_sentence(language):
    for english, found in CATALOGUE.items():
        one, _, many = english.partition("|")
        for category, text in (
            {"": found[language]} if isinstance(found[language], str) else found[language]
        ).items():
            wanted = set(PLACEHOLDER.findall(many or one))
            held = set(PLACEHOLDER.findall(text))
            if language in {"fr", "es"} and category == "one":
                wanted = set(PLACEHOLDER.findall(one))
            # None, one and two are said without a figure in Arabic; one also stands for 21 elsewhere.
            if language == "ar" and category in {"zero", "one", "two"}:
                held |= wanted & {"{n}"}
            assert held == wanted, (english, category)


def test_no_translation_holds_what_means_something_to_html_or_turns_the_text():
    for english, found in CATALOGUE.items():
        for text in [english, *(t for language in LANGUAGES for t in as_lists(found[language]))]:
            assert not re.search("[<>&`\\\\\u202a-\u202e\u2066-\u2069]", text), text
            assert text.strip() == text or text in {", ", "، ", ": ", "\u00a0: "}, text


def test_a_language_that_is_given_is_the_only_one_in_the_file():
    said = {}
    for lang in (None, "uk", "fr-CH", "de", "en"):
        html = ConflictMap(samples.table(1), lang=lang).get_root().render()
        said[lang] = sorted(Reading.of_html(html).head["catalogue"]["said"])
        assert re.search(r'<html lang="([^"]*)" dir="ltr">', html)[1] == (lang or "en")
    assert said == {None: sorted(LANGUAGES), "uk": ["uk"], "fr-CH": ["fr"], "de": [], "en": []}


def test_what_is_no_language_tag_is_refused():
    for tag in ("", "français", 'en"><script>', "e", "en_GB"):
        with pytest.raises(UsageError, match="language tag"):
            ConflictMap(samples.table(1), lang=tag)


def test_the_words_of_all_languages_cost_little():
    sizes = {
        lang: len(ConflictMap(samples.table(1), lang=lang).get_root().render())
        for lang in (None, "en", "ar")
    }
    assert sizes[None] - sizes["en"] < 32_000
    assert sizes["ar"] - sizes["en"] < 10_000


@pytest.fixture(scope="module")
def story_html() -> str:
    page = ConflictMap(samples.story(), title="—", description="…", report=REPORT)
    return page.get_root().render()


OPEN_ALL = """async () => {
    await conflictMap.ready;
    for (const details of document.querySelectorAll('details')) details.open = true;
    conflictMap.setRange('2024-11-25', '2024-12-02');
    conflictMap.select('e06');
    await new Promise(done => setTimeout(done, 400));
}"""
VISIBLE = """() => {
    const walker = document.createTreeWalker(document.getElementById('app'), NodeFilter.SHOW_TEXT), found = [];
    for (let node; (node = walker.nextNode());) {
        const text = node.data.trim();
        if (text && node.parentElement.checkVisibility()) found.push(text);
    }
    for (const name of ['aria-label', 'placeholder', 'title'])
        for (const element of document.querySelectorAll('#app [' + name + ']')) found.push(element.getAttribute(name));
    return found;
}"""


def english_said(texts: list[str], language: str) -> list[str]:
    """Give the texts that are one of our English sentences, and not the translation's own."""
    own = {text for found in CATALOGUE.values() for text in as_lists(found[language])}
    forms = [
        re.sub(r"\\\{\w+\\\}", ".+", re.escape(form))
        for key in CATALOGUE
        for form in key.split("|")
    ]
    english = re.compile("|".join(form for form in forms if re.search("[a-z]{3}", form)))
    return [text for text in texts if english.fullmatch(text.strip("·,:; ")) and text not in own]


@pytest.mark.page
@pytest.mark.parametrize("locale", ["ar", "fr-CA", "es", "uk-UA", "ru"])
def test_the_page_speaks_the_language_of_the_browser(open_page, story_html, locale):
    language = locale.split("-")[0]
    opened = open_page(story_html, locale=locale)
    opened.run(OPEN_ALL)
    assert opened.run("[document.documentElement.lang, document.documentElement.dir]") == [
        language,
        "rtl" if language in RIGHT_TO_LEFT else "ltr",
    ]
    texts = opened.run(VISIBLE)
    from_data = set(samples.story().to_frame()["claimant"].dropna())
    assert set(english_said(texts, language)) <= from_data
    for english in ("Key", "Claimed by", "Denied", "party to the conflict", "Ground fighting"):
        said = CATALOGUE[english][language]
        assert english == "Denied" or any(said in text for text in texts), english
    assert CATALOGUE["Zoom in"][language] in texts
    scale = opened.page.inner_text(".leaflet-control-scale-line")
    assert scale.endswith(CATALOGUE["{n} km"][language].replace("{n}", "")), scale


@pytest.mark.page
@pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)])
def test_the_document_itself_does_not_scroll(open_page, story_html, viewport):
    opened = open_page(story_html, viewport={"width": viewport[0], "height": viewport[1]})
    opened.run(OPEN_ALL)
    assert opened.run("document.documentElement.scrollHeight") == viewport[1]


@pytest.mark.page
def test_english_is_said_where_the_browser_asks_for_what_the_page_has_not(open_page, story_html):
    opened = open_page(story_html, locale="de-DE")
    opened.run("conflictMap.ready")
    assert opened.run("document.documentElement.lang") == "en"
    assert opened.page.inner_text("#key summary") == "Key"


@pytest.mark.page
@pytest.mark.parametrize(
    ("lang", "html_lang", "key"), [("ru", "ru", "Условные знаки"), ("de", "de", "Key"), ("en-GB", "en-GB", "Key")]
)  # fmt: skip
def test_a_language_that_is_given_goes_before_that_of_the_browser(open_page, lang, html_lang, key):
    html = ConflictMap(samples.story(), lang=lang).get_root().render()
    opened = open_page(html, locale="ar")
    opened.run("conflictMap.ready")
    assert opened.run("[document.documentElement.lang, document.documentElement.dir]") == [
        html_lang,
        "ltr",
    ]
    assert opened.page.inner_text("#key summary") == key


COUNTED = {
    "ar": ["حدث واحد", "3 أحداث", "11 حدثًا"],
    "es": ["1 evento", "3 eventos", "11 eventos"],
    "fr": ["1 événement", "3 événements", "11 événements"],
    "ru": ["1 событие", "3 события", "11 событий"],
    "uk": ["1 подія", "3 події", "11 подій"],
}


@pytest.mark.page
@pytest.mark.parametrize(("at", "number"), [(0, 1), (1, 3), (2, 11)])
def test_counts_take_the_plural_forms_of_the_language(open_page, at, number):
    html = ConflictMap(samples.table(number)).get_root().render()
    for language in LANGUAGES:
        opened = open_page(html, locale=language)
        opened.run("conflictMap.ready")
        about = opened.page.inner_text("#about-summary")
        assert re.search(rf"(?<!\d){COUNTED[language][at]}(?!\w)", about), about


@pytest.mark.page
def test_the_catalogue_has_the_plural_forms_that_the_browser_asks_for(open_page, story_html):
    opened = open_page(story_html)
    asked = opened.run(
        "languages => Object.fromEntries(languages.map(l => [l, new Intl.PluralRules(l).resolvedOptions().pluralCategories]))",
        list(LANGUAGES),
    )
    for language, categories in asked.items():
        assert set(categories) == set(page_words.CATEGORIES[language])


TOO_WIDE = """() => {
    const seen = [...document.querySelectorAll('#app *')].filter(e => e.checkVisibility() && !e.closest('.unseen, #map, #brush, #zoom-time, svg'));
    const name = e => (e.id || e.className || e.tagName) + ': ' + e.textContent.slice(0, 60);
    const blocks = seen.filter(e => e.clientWidth && getComputedStyle(e).display !== 'inline' && !e.matches('select, input'));
    return [
        ...[document.documentElement, ...blocks].filter(e => e.scrollWidth > e.clientWidth + 1),
        ...seen.filter(e => { const box = e.getBoundingClientRect(); return box.left < -0.5 || box.right > innerWidth + 0.5; }),
    ].map(name);
}"""


@pytest.mark.page
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_makes_the_page_wider_than_the_screen(open_page, story_html, language):
    opened = open_page(story_html, locale=language)
    opened.run(OPEN_ALL)
    for width in (1280, 390, 320):
        opened.page.set_viewport_size({"width": width, "height": 800})
        opened.page.wait_for_timeout(200)
        assert opened.run(TOO_WIDE) == [], width


@pytest.mark.page
def test_an_arabic_page_is_mirrored_but_east_and_later_stay_to_the_right(open_page, story_html):
    opened = open_page(story_html, locale="ar")
    opened.run(OPEN_ALL)
    left = "document.querySelector('{}').getBoundingClientRect().left"
    assert opened.run(left.format("#panel")) > opened.run(left.format("#map"))
    zoom = opened.run(left.format(".leaflet-control-zoom"))
    assert zoom < opened.run(left.format("#key")), "the controls change sides with the panel"
    first, last = (opened.page.locator(f"#handle-{name}") for name in ("from", "to"))
    assert first.bounding_box()["x"] < last.bounding_box()["x"]
    before = int(last.get_attribute("aria-valuenow"))
    last.focus()
    opened.page.keyboard.press("ArrowRight")
    assert int(last.get_attribute("aria-valuenow")) == before + 1
    box = opened.page.locator("#brush").bounding_box()
    opened.run("conflictMap.setRange(null, null)")
    opened.page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 40)
    opened.page.mouse.down()
    opened.page.mouse.move(box["x"] + box["width"] - 12, box["y"] + 40, steps=4)
    opened.page.mouse.up()
    assert "e12" in opened.run("conflictMap.shown()"), "the latest days are at the right"
    assert "e15" not in opened.run("conflictMap.shown()")
    east = opened.run(
        """() => { const map = conflictMap.leaflet, x = lon => map.latLngToContainerPoint([35, lon]).x;
             return x(38) > x(37); }"""
    )
    assert east is True


@pytest.mark.page
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_text_that_turns_its_direction_turns_nothing_around_it(open_page, locale):
    turned = "\u202eevil\u202d \u2067\u2069\u2069 title\u202e"
    events = samples.table(
        3, place_name=turned, actor1=turned, source=turned, claimant=turned, quote=turned
    )
    html = ConflictMap(events, title=turned, description=turned).get_root().render()
    opened = open_page(html, locale=locale)
    opened.run("conflictMap.ready")
    opened.run("conflictMap.select(conflictMap.shown()[0])")
    for spot in ("#title", "#description", ".row .head", ".card blockquote"):
        style = f"getComputedStyle(document.querySelector('{spot}'))"
        assert opened.run(f"{style}.unicodeBidi").startswith(("isolate", "plaintext")), spot
    loose = opened.run(
        """() => [...document.querySelectorAll('#app *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && /[\\u202a-\\u202e]/.test(n.data))
             && !/isolate|plaintext/.test(getComputedStyle(e).unicodeBidi)).map(e => e.outerHTML)"""
    )
    assert loose == []


@pytest.mark.page
def test_numbers_and_positions_read_the_same_in_a_page_from_right_to_left(open_page):
    html = ConflictMap(samples.story(), lang="ar").get_root().render()
    opened = open_page(html, locale="en")
    opened.run(OPEN_ALL)
    assert not re.search("[\u0660-\u0669\u06f0-\u06f9]", " ".join(opened.run(VISIBLE)))
    position = opened.page.locator(".card bdi[dir=ltr]").inner_text()
    assert re.fullmatch(r"-?\d+\.\d{4}, -?\d+\.\d{4}", position)


def test_a_layer_on_a_stock_map_carries_only_the_words_that_it_says():
    stock = folium.Map(tiles=None)
    EventLayer(samples.story()).add_to(stock)
    (block,) = re.findall(r'_data">([^<]*)</script>', stock.get_root().render())
    catalogue = unpack(block)[0]["catalogue"]
    assert "Claimed by" in catalogue["keys"]
    assert "More filters" not in catalogue["keys"]
    assert sorted(catalogue["said"]) == sorted(LANGUAGES)


@pytest.mark.page
def test_a_layer_on_a_stock_map_speaks_the_language_of_the_browser(open_page):
    stock = folium.Map(location=[35.5, 37], zoom_start=8, tiles=None)
    stock.default_js, stock.default_css = [], []
    layer = EventLayer(samples.story())
    layer.add_to(stock)
    # The hosts of a stock map are its own choice; here its Leaflet comes from the test.
    own = f"<head><style>{leaflet_style()}</style><script>{leaflet_script()}</script>"
    page = stock.get_root().render().replace("<head>", own, 1)
    opened = open_page(page, locale="ar", viewport={"width": 900, "height": 700})
    name = layer.get_name()
    opened.run(f"{name}.ready")
    x, y = opened.run(
        f"""() => {{ const at = {name}.positions().find(p => p[0] === 'e05'), map = {stock.get_name()};
              const p = map.latLngToContainerPoint([at[1], at[2]]), b = map.getContainer().getBoundingClientRect();
              return [p.x + b.left, p.y + b.top]; }}"""
    )
    opened.page.wait_for_timeout(200)
    opened.page.mouse.click(x, y)
    card = opened.page.locator(".conflict-map-card")
    assert card.get_attribute("dir") == "rtl"
    assert CATALOGUE["Source"]["ar"] in card.inner_text()
