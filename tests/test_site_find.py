"""Filters and search in a browser, from disk, without a network: state kept in the address."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
from conftest import Offline
from playwright.sync_api import Page, expect

from cecot_analysis import charts, collection, registers, sieve, site, theme
from cecot_analysis.collection import Collection

pytestmark = pytest.mark.browser
ARTICLES = {
    "uno": "El penal CECOT tiene capacidad para 40.000 reclusos. Según el ministro Gustavo "
    "Villatoro, en la prisión había 12.000 presos en agosto de 2024.\n",
    "two": "The prison CECOT was designed to hold up to 40,000 inmates. Cafe\u0301 owners said "
    "“it’s quiet” 😀.\nEl Salvador has arrested more than 84,000 people since 2022.\n",
    "three": "El Salvador has arrested more than 81,000 people since 2022. "
    "<b>Prisión</b> is a word.\n",
}


def drawn(folder: Path) -> Path:
    """A notebook that shows who reports what in the collection."""
    whole, path = collection.load(), folder / "who.ipynb"
    chart = theme.specification(charts.coverage_chart(whole.figures, whole.articles))
    words = f"{theme.title(chart)}\n{theme.alt_text(chart)}"
    shown = {theme.VEGALITE_MIME: chart, "text/plain": words}
    output = nbformat.v4.new_output("display_data", data=shown)
    heading = nbformat.v4.new_markdown_cell("# Who reports what\n\nAnd who is silent.")
    code = nbformat.v4.new_code_cell("chart", outputs=[output])
    nbformat.write(nbformat.v4.new_notebook(cells=[heading, code]), path)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Collection]:
    folder = tmp_path_factory.mktemp("find")
    (folder / "data" / "articles").mkdir(parents=True)
    for name, text in ARTICLES.items():
        (folder / "data" / "articles" / f"{name}.txt").write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CECOT_DATA", str(folder / "data"))
        patch.setattr(registers, "PAGE", 2)
        site.build(folder / "site", notebooks=[drawn(folder)], execute=False)
        return folder / "site", collection.load()


def opened(offline: Offline, folder: Path, which: str, fragment: str = "") -> Page:
    page = offline.page()
    page.goto((folder / which).as_uri() + fragment)
    return page


def state(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).fragment)


def found(page: Page) -> list[str]:
    """The codes of the figures that the results show."""
    links = page.locator("[data-results] th a").evaluate_all("all => all.map(one => one.href)")
    return [Path(link).stem for link in links]


def wanted(whole: Collection, **columns: str) -> list[str]:
    return [
        whole.addresses.figures[row.figure_id]
        for row in whole.rows
        if all(getattr(row, name) == value for name, value in columns.items())
    ]


def test_a_filter_is_kept_in_the_address_and_can_be_sent(
    made: tuple[Path, Collection], offline: Offline
) -> None:
    folder, whole = made
    page = opened(offline, folder, "figures/index.html")
    expect(page.locator("[data-static]")).to_be_visible()
    page.get_by_label("What is counted").select_option("arrests")
    expect(page.locator("[data-status]")).to_contain_text(f"2 of {len(whole.rows)} figures")
    assert state(page) == {"metric": ["arrests"]}
    assert found(page) == wanted(whole, metric="arrests")
    expect(page.locator("[data-static]")).to_be_hidden()
    sent = opened(
        offline,
        folder,
        "figures/index.html",
        urlsplit(page.url)._replace(scheme="", netloc="", path="").geturl(),
    )
    expect(sent.locator("[data-results] tbody tr")).to_have_count(2)
    expect(sent.get_by_label("What is counted")).to_have_value("arrests")
    page.get_by_role("button", name="Show all again").click()
    expect(page.locator("[data-static]")).to_be_visible()
    page.go_back()
    expect(page.locator("[data-results] tbody tr")).to_have_count(2)
    assert offline.errors == offline.refused == []


@pytest.mark.parametrize("column", ["metric", "scope", "measure", "unit", "claimant_kind"])
def test_each_filter_finds_what_the_data_hold(
    made: tuple[Path, Collection], offline: Offline, column: str
) -> None:
    folder, whole = made
    for value in whole.figures[column].unique():
        name = column.removeprefix("claimant_")
        page = opened(offline, folder, "figures/index.html", f"#{name}={value}")
        page.wait_for_selector("[data-results] tbody tr")
        assert found(page) == wanted(whole, **{column: value})
        page.close()


def test_one_source_and_a_choice_that_there_is_not(
    made: tuple[Path, Collection], offline: Offline
) -> None:
    folder, whole = made
    code = whole.addresses.articles["two"]
    page = opened(offline, folder, "figures/index.html", f"#source={code}&metric=arrests")
    page.wait_for_selector("[data-results] tbody tr")
    assert found(page) == wanted(whole, article_id="two", metric="arrests")
    other = opened(offline, folder, "figures/index.html", "#metric=bananas")
    expect(other.locator("[data-status]")).to_contain_text("“bananas” is not a choice here")
    expect(other.locator(".nothing")).to_be_visible()


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("prision", {"uno", "three"}),
        ("PRISIÓN", {"uno", "three"}),
        ("café", {"two"}),
        ("cafe owners", {"two"}),
        ("it's quiet", {"two"}),
        ('"it\'s quiet"', {"two"}),
        ('"quiet it\'s"', set()),
        ("<b>", {"three"}),
        ("villatoro 2024", {"uno"}),
        ("no-such-word", set()),
        (".*", set()),
    ],
)
def test_words_are_found_in_articles_without_accents_and_case(
    made: tuple[Path, Collection], offline: Offline, query: str, articles: set[str]
) -> None:
    folder, whole = made
    page = opened(offline, folder, "search.html")
    page.get_by_label("Words in quotes and articles").fill(query)
    expect(page.locator("[data-status]")).to_contain_text("found")
    links = page.locator(".lines a").evaluate_all("all => all.map(one => one.href)")
    codes = {Path(urlsplit(link).path).stem for link in links}
    assert codes == {whole.addresses.articles[one] for one in articles}
    assert state(page) == {"q": [query]}
    for mark in page.locator(".lines mark").all():
        assert mark.inner_text().strip()
    if links:
        page.locator(".lines a").first.click()
        anchor = urlsplit(page.url).fragment
        assert page.locator(f"#{anchor}").count() == 1
    assert offline.errors == offline.refused == []


@pytest.mark.parametrize("query", ["40000", "40,000", "40.000", "villatoro 12000"])
def test_a_number_is_found_however_it_is_written(
    made: tuple[Path, Collection], offline: Offline, query: str
) -> None:
    folder, whole = made
    page = opened(offline, folder, "search.html", f"#q={query}")
    page.wait_for_selector("[data-results] tbody tr")
    number = float(re.sub(r"\D", "", query))
    assert found(page) == [
        whole.addresses.figures[row.figure_id] for row in whole.rows if row.value == number
    ]


def test_what_is_found_leads_to_its_page(made: tuple[Path, Collection], offline: Offline) -> None:
    folder, _ = made
    page = opened(offline, folder, "figures/index.html", "#q=villatoro")
    page.locator("[data-results] th a").first.click()
    expect(page.locator("h1")).to_contain_text("12.000")
    assert page.locator("h1").get_attribute("lang") == "es"


def test_pages_of_the_list_are_whole_without_javascript(
    made: tuple[Path, Collection], offline: Offline
) -> None:
    folder, whole = made
    assert offline.context.browser is not None
    context = offline.context.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "figures" / "index.html").as_uri())
    seen = page.locator("[data-static] th a").count()
    while page.locator("a[rel=next]").count():
        page.locator("a[rel=next]").click()
        seen += page.locator("[data-static] th a").count()
    assert seen == len(whole.rows)
    expect(page.locator("form.find")).to_be_hidden()
    context.close()


def test_a_missing_index_is_told(made: tuple[Path, Collection], offline: Offline) -> None:
    folder, _ = made
    lone = folder.parent / "search.html"
    lone.write_bytes((folder / "search.html").read_bytes())
    page = opened(offline, lone.parent, "search.html", "#q=prison")
    expect(page.locator("[data-status]")).to_contain_text("keep the site’s folder whole")


def test_quantities_are_filtered_where_they_stand(built_site: Path, offline: Offline) -> None:
    page = opened(offline, built_site, "disagreements.html", "#metric=capacity")
    expect(page.locator("[data-status]")).to_contain_text("shown")
    shown = page.locator("[data-row]:visible")
    metrics = shown.evaluate_all("all => all.map(one => one.dataset.metric)")
    assert metrics
    assert set(metrics) == {"capacity"}
    assert page.locator("[data-row]").count() > len(metrics)
    page.get_by_role("button", name="Show all again").click()
    whole = collection.load()
    for article, code in whole.addresses.articles.items():
        field = page.locator("form.find select[name=source]")
        wanted = [
            "-".join(key)
            for key, group in whole.groups.items()
            if any(row.article_id == article for row in group.rows)
        ]
        assert field.locator(f"option[value={code}]").count() == bool(wanted)
        if wanted:
            field.select_option(code)
            expect(page.locator("[data-status]")).to_contain_text(f"{len(wanted)} of ")
            anchors = shown.evaluate_all("all => all.map(one => one.id)")
            assert sorted(anchors) == sorted(wanted)
    assert offline.errors == offline.refused == []


MARKS = """() => [...document.querySelectorAll("figure.chart")].map((figure) => [...new Set(
  [...figure.querySelectorAll("svg.marks .role-mark *")]
    .map((node) => node.__data__?.datum?.figure_id).filter(Boolean))].sort())"""
ROWS = """() => [...document.querySelectorAll("figure.chart")].map((figure) => [...new Set(
  [...figure.querySelectorAll(".twin tbody tr")].filter((row) => !row.hidden)
    .map((row) => row.dataset.mark ?? row.querySelector("[data-figure]")?.dataset.figure)
    .filter(Boolean))].sort())"""


def thinned(page: Page, wanted: list[list[str]] | None = None) -> list[list[str]]:
    """What the charts of a page show, which their tables show too; once it is as `wanted`."""
    expect(page.locator("figure.chart:not([data-drawn])")).to_have_count(0)
    if wanted is not None:
        page.wait_for_function(
            f"wanted => JSON.stringify(({MARKS})()) === wanted", arg=dumped(wanted)
        )
    page.wait_for_function(f"() => JSON.stringify(({MARKS})()) === JSON.stringify(({ROWS})())")
    marks: list[list[str]] = page.evaluate(MARKS)
    return marks


FILTERS = {"metric": "metric", "scope": "scope", "kind": "claimant_kind"}


@pytest.mark.parametrize("notebook", ["06_transfers_and_payment", "09_explorer"])
def test_charts_and_their_tables_follow_the_filters_of_their_page(
    built_site: Path, offline: Offline, notebook: str
) -> None:
    whole, where = collection.load(), f"notebooks/{notebook}.html"
    page = opened(offline, built_site, where)
    everything = thinned(page)
    assert sum(map(len, everything)) > 2
    for name, column in [*FILTERS.items(), ("source", "article_id")]:
        field = page.locator(f"form.find select[name={name}]")
        values = field.locator("option").evaluate_all("all => all.map(one => one.value)")[1:]
        assert values, name
        for value in {values[0], values[-1]}:
            field.select_option(value)
            known = {
                row.figure_id
                for row in whole.rows
                if value == getattr(row, column)
                or value == whole.addresses.articles.get(getattr(row, column))
            }
            left = [[one for one in chart if one in known] for chart in everything]
            assert thinned(page, left) == left
            assert state(page) == {name: [value]}
            said = page.locator("figure.chart [data-sifted]").all_inner_texts()
            counts = [
                f"{len(one)} of {len(all_)}" for one, all_ in zip(left, everything, strict=True)
            ]
            assert [words.partition(" shown")[0] for words in said] == counts
        sent = opened(offline, built_site, where, f"#{urlsplit(page.url).fragment}")
        assert thinned(sent) == left
        expect(sent.locator("[data-status]")).to_have_text(
            page.locator("[data-status]").inner_text()
        )
        sent.close()
        page.get_by_role("button", name="Show all again").click()
        assert thinned(page, everything) == everything
    assert offline.errors == offline.refused == []


GAPS = """() => [...document.querySelectorAll("figure.chart svg.marks")].map((svg) => {
  const whole = svg.getBoundingClientRect(), scale = whole.height / svg.viewBox.baseVal.height;
  const boxes = [...svg.querySelectorAll("text, path, rect")]
    .filter((one) => one.textContent || one.getAttribute("d"))
    .map((one) => one.getBoundingClientRect()).filter((box) => box.height && box.height < 90)
    .map(({ top, bottom }) => [top - whole.top, bottom - whole.top]).sort(([a], [b]) => a - b);
  let end = 0, widest = 0;
  for (const [top, bottom] of [...boxes, [whole.height, whole.height]]) {
    widest = Math.max(widest, (top - end) / scale);
    end = Math.max(end, bottom);
  }
  return [Math.round(whole.height / scale), Math.round(widest)];
})"""


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("notebook", ["00_start_here", "01_sources", "09_explorer"])
def test_a_filtered_chart_has_no_empty_rows(
    built_site: Path, offline: Offline, notebook: str, width: int
) -> None:
    page = offline.page(width=width)
    page.goto((built_site / "notebooks" / f"{notebook}.html").as_uri())
    expect(page.locator("figure.chart:not([data-drawn])")).to_have_count(0)
    whole = page.evaluate(GAPS)
    smaller = 0
    for name in ("source", "kind"):
        field = page.locator(f"form.find select[name={name}]")
        for value in field.locator("option").evaluate_all("all => all.map(one => one.value)")[1:]:
            field.select_option(value)
            expect(page.locator("[data-status]")).to_contain_text(" shown")
            expect(page.locator("[aria-busy]")).to_have_count(0)
            now = page.evaluate(GAPS)
            for (tall, widest), (less, gap) in zip(whole, now, strict=True):
                assert gap <= widest + 16, (name, value)
                assert less <= tall
                smaller += less < tall
            field.select_option("")
            expect(page.locator("[data-status]")).to_have_text("")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    assert smaller > 2
    assert page.evaluate(GAPS) == whole
    assert offline.errors == offline.refused == []


def test_a_part_of_a_chart_in_which_nobody_reports_goes_with_the_others(
    made: tuple[Path, Collection], offline: Offline
) -> None:
    folder, whole = made
    assert not (whole.figures["metric"] == "site_area").any()
    page = offline.page(width=320)
    page.goto((folder / "notebooks" / "who.html").as_uri())
    expect(page.locator("svg.marks").get_by_text("site", exact=True)).to_have_count(1)
    page.locator("form.find select[name=metric]").select_option("capacity")
    expect(page.locator("svg.marks").get_by_text("capacity", exact=True)).to_have_count(1)
    expect(page.locator("svg.marks").get_by_text("site", exact=True)).to_have_count(0)
    page.locator("form.find select[name=metric]").select_option("")
    expect(page.locator("svg.marks").get_by_text("site", exact=True)).to_have_count(1)
    assert offline.errors == offline.refused == []


def test_parts_are_laid_end_to_end_only_where_all_of_them_pass(
    built_site: Path, offline: Offline
) -> None:
    page = opened(offline, built_site, "notebooks/06_transfers_and_payment.html")
    thinned(page)
    sums = page.locator("svg.marks").get_by_text("agrees with")
    expect(sums).to_have_count(1)
    page.locator("form.find select[name=kind]").select_option("government")
    expect(sums).to_have_count(0)
    expect(page.locator("svg.marks").get_by_text("101 Venezuelans")).to_have_count(1)
    page.locator("form.find select[name=kind]").select_option("")
    expect(sums).to_have_count(1)


def dumped(marks: list[list[str]]) -> str:
    """As a browser writes it."""
    return json.dumps(marks, separators=(",", ":"), ensure_ascii=False)


def test_a_narrow_screen_gets_a_chart_that_fits_and_follows_the_filters(
    built_site: Path, offline: Offline
) -> None:
    page = offline.page(width=320)
    page.goto((built_site / "notebooks" / "09_explorer.html").as_uri() + "#kind=ngo")
    [left, _] = thinned(page)
    known = {row.figure_id for row in collection.load().rows if row.claimant_kind == "ngo"}
    assert left
    assert set(left) <= known
    for figure in page.locator("figure.chart").all():
        drawing, sheet = (figure.locator(one) for one in ("svg.marks", ".sheet-of-chart"))
        assert drawing.bounding_box()["width"] > 200  # type: ignore[index]
        assert sheet.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    assert offline.errors == offline.refused == []


def test_a_narrow_chart_has_the_words_that_only_the_wide_one_stores(
    built_site: Path, offline: Offline
) -> None:
    page = offline.page(width=320)
    page.goto((built_site / "notebooks" / "02_capacity.html").as_uri())
    page.wait_for_function("document.querySelector('figure.chart').dataset.drawn")
    figure = page.locator("figure.chart").first
    stored = json.loads(figure.locator("script[data-form=narrow]").text_content() or "")
    wide = json.loads(figure.locator("script[data-form=wide]").text_content() or "")
    shared = stored["usermeta"]["shared"]
    assert {"label", "said"} <= set(shared)
    assert not [row for row in sieve.marks(stored) if row.keys() & set(shared)]
    drawn = " ".join(figure.locator("svg.marks text").all_text_contents())
    for row in sieve.marks(wide):
        assert row["label"] in drawn
        assert row["said"] in drawn
    assert "undefined" not in drawn


def test_marks_of_several_figures_stay_where_one_of_them_fits(
    built_site: Path, offline: Offline
) -> None:
    page = opened(offline, built_site, "notebooks/08_disagreements.html", "#kind=government")
    rows = [row for row in collection.load().rows if row.claimant_kind == "government"]
    [left] = thinned(page)
    assert left
    assert all(any(row.figure_id in mark for row in rows) for mark in left)
    expect(page.locator("[data-sifted]")).to_contain_text("several figures")
    dated = opened(offline, built_site, "notebooks/01_sources.html", "#kind=government")
    expect(dated.locator("[data-sifted]")).to_contain_text("several figures")
    listed = dated.locator(".twin tbody tr:not([hidden]) [data-figure]")
    shown = listed.evaluate_all("all => all.map(one => one.dataset.figure)")
    counted = {row.figure_id for row in rows if row.section == "body" and row.review != "rejected"}
    assert set(shown) == counted


def test_a_place_in_the_page_leaves_the_filters_in_the_address(
    built_site: Path, offline: Offline
) -> None:
    page = opened(offline, built_site, "notebooks/00_start_here.html", "#metric=arrests")
    left = thinned(page)
    page.locator(".contents a").last.click()
    page.wait_for_function("() => location.hash.includes('at=')")
    assert thinned(page) == left
    assert state(page)["metric"] == ["arrests"]
    sent = opened(
        offline, built_site, "notebooks/00_start_here.html", f"#{urlsplit(page.url).fragment}"
    )
    assert thinned(sent) == left
    sent.wait_for_function("() => scrollY > 1000")
    assert offline.errors == offline.refused == []


def test_a_mark_leads_to_its_figure(built_site: Path, offline: Offline) -> None:
    page = opened(offline, built_site, "notebooks/02_capacity.html")
    page.wait_for_selector("figure.chart[data-drawn]")
    links = page.locator(".twin a[data-figure]").evaluate_all("all => all.map(one => one.href)")
    marks = page.locator("svg.marks .role-mark path")
    places = [mark.bounding_box() for mark in marks.all()]
    for place in filter(None, places):
        if page.url in links:
            break
        page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        page.wait_for_timeout(50)
    assert page.url in links


def test_a_chart_and_its_table_can_be_saved(built_site: Path, offline: Offline) -> None:
    page = opened(offline, built_site, "notebooks/02_capacity.html")
    page.wait_for_selector("figure.chart[data-drawn]")
    page.locator("details.download summary").first.click()
    heads = {"svg": b"<svg", "png": b"\x89PNG", "csv": b'\xef\xbb\xbf"Source"'}
    for kind, head in heads.items():
        with page.expect_download() as waiting:
            page.locator(f"[data-save={kind}]").first.click()
        content = waiting.value.path().read_bytes()
        assert content.startswith(head)
        assert waiting.value.suggested_filename.endswith(f".{kind}")
    assert content.count(b"40,000") >= 4
    assert offline.errors == offline.refused == []
