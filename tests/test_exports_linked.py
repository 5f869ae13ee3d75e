"""JSON-LD and bibliographies that were exported, read by libraries of others, without a network."""

from __future__ import annotations

import io
import json
import re
import socket
import warnings
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

import bibtexparser
import hostile
import hypothesis
import openpyxl
import pandas as pd
import pytest
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc.source.json import CiteProcJSON
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)
from rdflib import RDF, XSD, Graph, Namespace, URIRef

import cecot_analysis as ca
from cecot_analysis import addresses, bibliography, exports, identity, schema, webannotations

ARTICLES, FIGURES, REVIEWS = hostile.articles(), hostile.figures(), hostile.reviews()
NAMES = [column.name for column in schema.FIGURE_COLUMNS]
OA = Namespace("http://www.w3.org/ns/oa#")
AS = Namespace("http://www.w3.org/ns/activitystreams#")
PROV = Namespace("http://www.w3.org/ns/prov#")
SCHEMA = Namespace("https://schema.org/")
COLUMN = Namespace(identity.urn("column", ""))
REVIEW = Namespace(identity.urn("review", ""))
# What the names of the Web Annotation vocabulary stand for, as far as the exports use them.
ANNOTATION_TERMS = {
    "oa": str(OA),
    "as": str(AS),
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "dctypes": "http://purl.org/dc/dcmitype/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": str(RDF),
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "id": "@id",
    "type": "@type",
    **{name: f"oa:{name}" for name in ("Annotation", "TextualBody", "SpecificResource")},
    **{name: f"oa:{name}" for name in ("TextQuoteSelector", "TextPositionSelector")},
    **{name: f"oa:{name}" for name in ("classifying", "describing", "exact", "prefix", "suffix")},
    **{name: f"oa:{name}" for name in ("start", "end")},
    "Dataset": "dctypes:Dataset",
    "Text": "dctypes:Text",
    "Person": "foaf:Person",
    "Software": "as:Application",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "canonical": {"@id": "oa:canonical", "@type": "@id"},
    "via": {"@id": "oa:via", "@type": "@id"},
    "generator": {"@id": "as:generator", "@type": "@id"},
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "partOf": {"@id": "as:partOf", "@type": "@id"},
    "startIndex": "as:startIndex",
    "total": "as:totalItems",
    "label": "rdfs:label",
    "name": "foaf:name",
    "value": "rdf:value",
    "format": "dc:format",
    "language": "dc:language",
}


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("an export that needs a network to be read")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.fixture(scope="module", params=["hostile", "project"])
def given(request: pytest.FixtureRequest) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Figures and articles: those of `hostile`, and the project's own."""
    if request.param == "hostile":
        return FIGURES, ARTICLES
    return ca.load_figures(), ca.load_articles()


def document(given: tuple[pd.DataFrame, pd.DataFrame], name: str) -> Any:
    figures, articles = given
    return json.loads(exports.content(figures, name, articles, REVIEWS))


def graph(page: Any) -> Graph:
    """The page as RDF; the context that it names by its address is put in its place."""
    context = page["@context"]
    if isinstance(context, list):
        assert context[0] == "http://www.w3.org/ns/anno.jsonld"
        page = page | {"@context": [ANNOTATION_TERMS, *context[1:]]}
    return Graph().parse(data=json.dumps(page), format="json-ld", base="https://example.invalid/")


def same(rows: list[dict[str, Any]], figures: pd.DataFrame) -> None:
    read = schema.typed(pd.DataFrame(rows, columns=NAMES, dtype="object"), schema.FIGURE_COLUMNS)
    wanted = figures.sort_values("figure_id", ignore_index=True)
    pd.testing.assert_frame_equal(read.sort_values("figure_id", ignore_index=True), wanted)


class TestAnnotations:
    def test_read_by_rdflib(self, given: Any) -> None:
        figures, articles = given
        read = graph(document(given, "annotations"))
        rows = []
        for one in read.subjects(RDF.type, OA.Annotation):
            row = {
                str(term).removeprefix(COLUMN): value.toPython()
                for body in read.objects(one, OA.hasBody)
                for term, value in read.predicate_objects(body)
                if term.startswith(COLUMN)
            }
            target = read.value(one, OA.hasTarget)
            selectors = {
                read.value(it, RDF.type): it for it in read.objects(target, OA.hasSelector)
            }
            said, place = selectors[OA.TextQuoteSelector], selectors[OA.TextPositionSelector]
            row["surface"] = read.value(said, OA.exact).toPython()
            row["start"] = read.value(place, OA.start).toPython()
            row["end"] = read.value(place, OA.end).toPython()
            rows.append(row)
            assert one == URIRef(identity.urn("figure", row["figure_id"]))

            text = articles.at[row["article_id"], "text"]
            around = [read.value(said, name, default="") for name in (OA.prefix, OA.suffix)]
            assert text[row["start"] : row["end"]].encode() == row["surface"].encode()
            assert text[: row["start"]].endswith(around[0])
            assert text[row["end"] :].startswith(around[1])
            assert text.count(f"{around[0]}{row['surface']}{around[1]}") == 1
            source = read.value(target, OA.hasSource)
            assert source == URIRef(identity.urn("article", row["article_id"]))
            assert (
                read.value(source, COLUMN.sha256).toPython()
                == articles.at[row["article_id"], "sha256"]
            )
        same(rows, figures)

    def test_every_key_means_something(self, given: Any) -> None:
        """JSON-LD drops a key that its context does not know, without a word."""
        page = document(given, "annotations")
        known = {*ANNOTATION_TERMS, "@context", "@type", "@value"}
        own = page["@context"][1]
        known |= {name for name, meaning in own.items() if isinstance(meaning, dict)}
        prefixes = tuple(f"{name}:" for name in own)

        def keys(node: Any) -> Iterator[str]:
            for child in node.values() if isinstance(node, dict) else node:
                if isinstance(child, dict | list):
                    yield from keys(child)
            if isinstance(node, dict):
                yield from node

        found = {key for key in keys({**page, "@context": {}}) if not key.startswith(prefixes)}
        assert found - known == set()

    def test_one_page_in_the_order_of_the_table(self, given: Any) -> None:
        page = document(given, "annotations")
        assert page["type"] == "AnnotationPage"
        assert page["partOf"]["total"] == len(page["items"]) == len(given[0])
        names = [identity.urn("figure", one) for one in given[0]["figure_id"]]
        assert [item["id"] for item in page["items"]] == names
        assert len(set(names)) == len(names)
        assert "code points" in page["partOf"]["label"]

    def test_an_emoji_is_one_character(self) -> None:
        [item] = document((FIGURES.iloc[:1], ARTICLES), "annotations")["items"]
        quoted, place = item["target"]["selector"]
        text = ARTICLES.at["emoji", "text"]
        assert text[place["start"] : place["end"]] == quoted["exact"] == "14,500"
        before = text[: place["start"]]
        assert len(before.encode("utf-16-le")) // 2 > len(before) == place["start"]

    def test_rule_and_version(self, given: Any) -> None:
        figures, _ = given
        read = graph(document(given, "annotations"))
        found = figures[figures["review"] != "added"]
        program = URIRef(identity.urn("version", version("cecot-analysis")))
        assert (program, RDF.type, PROV.SoftwareAgent) in read
        for figure in found.itertuples():
            made = read.value(URIRef(identity.urn("figure", figure.figure_id)), PROV.wasGeneratedBy)
            association = read.value(made, PROV.qualifiedAssociation)
            assert read.value(association, PROV.agent) == program
            plan = URIRef(identity.urn("rule", figure.rule))
            assert read.value(association, PROV.hadPlan) == plan
            assert (plan, RDF.type, PROV.Plan) in read

    def test_what_the_reviewer_decided(self) -> None:
        read = graph(document((FIGURES, ARTICLES), "annotations"))
        name = URIRef("http://xmlns.com/foaf/0.1/name")
        for figure in FIGURES.itertuples():
            one = URIRef(identity.urn("figure", figure.figure_id))
            link = PROV.wasGeneratedBy if figure.review == "added" else PROV.wasInfluencedBy
            decisions = list(read.objects(one, link))
            if figure.review == "proposed":
                assert decisions == []
                continue
            [decision] = decisions
            assert read.value(decision, REVIEW.decision).toPython() == figure.review
            assert read.value(decision, REVIEW.reason).toPython() == "-because | “so”\r\n"
            person = read.value(decision, PROV.wasAssociatedWith)
            assert read.value(person, name).toPython() == hostile.REVIEWER
            assert read.value(decision, PROV.endedAtTime).datatype == XSD.dateTime

    def test_decisions_on_another_text_are_left_out(self) -> None:
        assert "Somebody Else" in set(REVIEWS["reviewer"])
        page = exports.content(FIGURES, "annotations", ARTICLES, REVIEWS).decode()
        assert "Somebody Else" not in page

    def test_a_sentence_said_twice_is_told_apart(self) -> None:
        text = f"{'x' * 40} 40 men. " * 2
        places = [at for at in range(len(text)) if text.startswith("40", at)]
        around = [webannotations.surroundings(text, at, at + 2) for at in places]
        assert [text.count(f"{before}40{after}") for before, after in around] == [1, 1]
        assert len(around[0][0]) < len(text)


class TestClaims:
    def test_read_by_rdflib(self, given: Any) -> None:
        figures, articles = given
        read = graph(document(given, "claims"))
        named = {"value": "value", "low": "minValue", "high": "maxValue", "unit": "unitText"}
        named["as_of"] = "observationDate"
        rows = []
        for one in read.subjects(RDF.type, SCHEMA.Claim):
            about = read.value(one, SCHEMA.about)
            row = {
                read.value(it, SCHEMA.name).toPython(): read.value(it, SCHEMA.value).toPython()
                for it in read.objects(about, SCHEMA.additionalProperty)
            }
            for column, term in named.items():
                stated = read.value(about, SCHEMA[term])
                row[column] = row.get(column) if stated is None else stated.toPython()
            flat = row["comparator"] == "exact"
            assert ((about, SCHEMA.value, None) in read) is flat  # "up to 9" is no value of 9
            rows.append(row)
            assert read.value(one, SCHEMA.text).toPython() == row["quote"]
            assert read.value(one, SCHEMA.creativeWorkStatus).toPython() == row["review"]
            author = read.value(one, SCHEMA.author)
            stated = author and read.value(author, SCHEMA.name).toPython()
            assert stated == row.get("attribution")
            shown = read.value(one, SCHEMA.appearance)
            assert shown == URIRef(identity.urn("article", row["article_id"]))
            assert (shown, RDF.type, SCHEMA.Article) in read
            title = read.value(shown, SCHEMA.headline)
            wanted = articles.at[row["article_id"], "title"]
            assert title is None if pd.isna(wanted) else title.toPython() == wanted
        same(rows, figures)

    def test_nothing_is_rated(self, given: Any) -> None:
        page = json.dumps(document(given, "claims"))
        assert [word for word in ("Rating", "ClaimReview", "rating") if word in page] == []

    def test_no_address_that_runs(self) -> None:
        for name in ("claims", "annotations", "bibtex", "csl"):
            assert "javascript:" not in exports.content(FIGURES, name, ARTICLES).decode()


def _latex() -> LatexNodes2Text:
    """A reader of LaTeX that knows these signs of text, which pylatexenc leaves out or alters."""
    signs = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    known = get_default_latex_context_db()
    macros = [MacroTextSpec(name, sign) for name, sign in signs.items()]
    known.add_context_category("signs", macros=macros, prepend=True)
    return LatexNodes2Text(latex_context=known)


DECODING = LatexDecodingMiddleware(decoder=_latex())


class TestPages:
    SITE = "https://example.org/{cecot}"

    def test_each_figure_is_linked_to_its_page(self) -> None:
        own = addresses.of(FIGURES, ARTICLES)
        wanted = [
            f"https://example.org/%7Bcecot%7D/{own.figure(one)}" for one in FIGURES["figure_id"]
        ]
        pages: dict[str, list[Any]] = {}
        for name, term, kind in (
            ("annotations", URIRef("http://xmlns.com/foaf/0.1/page"), OA.Annotation),
            ("claims", SCHEMA.url, SCHEMA.Claim),
        ):
            written = json.loads(exports.content(FIGURES, name, ARTICLES, REVIEWS, self.SITE))
            read = graph(written)
            pages[name] = [str(read.value(it, term)) for it in read.subjects(RDF.type, kind)]
        book = exports.content(FIGURES, "excel", ARTICLES, REVIEWS, self.SITE)
        sheet = openpyxl.load_workbook(io.BytesIO(book))["figures"]
        pages["excel"] = [cell.hyperlink.target for cell in sheet["B"][1:]]
        table = exports.content(FIGURES, "markdown", ARTICLES, REVIEWS, self.SITE).decode()
        html = MarkdownIt("commonmark").enable("table").render(table)
        pages["markdown"] = re.findall('href="([^"]+)"', html)
        assert {name: sorted(found) for name, found in pages.items()} == dict.fromkeys(
            pages, sorted(wanted)
        )

    @pytest.mark.parametrize("site", ["", "example.org", "javascript:alert(1)"])
    def test_a_site_without_a_web_address(self, site: str) -> None:
        with pytest.raises(ca.DataError, match="is no web address; write it as https://"):
            exports.content(FIGURES, "csv", site=site)


class TestBibTex:
    @pytest.fixture
    def entries(self, given: Any) -> list[dict[str, str]]:
        text = exports.content(*given[:1], "bibtex", given[1]).decode()
        library = bibtexparser.parse_string(text)
        assert library.failed_blocks == []
        assert len(library.blocks) == len(given[1])
        raw = [{f.key: f.value for f in one.fields} | {"ID": one.key} for one in library.entries]
        decoded = bibtexparser.parse_string(text, append_middleware=[DECODING])
        for entry, plain in zip(raw, decoded.entries, strict=True):
            words = {f.key: f.value for f in plain.fields if f.key in ("title", "publisher")}
            entry |= words
        return raw

    def test_read_by_bibtexparser(self, given: Any, entries: list[dict[str, str]]) -> None:
        _, articles = given
        assert len({entry["ID"].casefold() for entry in entries}) == len(articles)
        for entry, article in zip(entries, articles.itertuples(), strict=True):
            for name in ("title", "publisher"):
                stated = getattr(article, name)
                if pd.isna(stated):
                    assert name not in entry
                else:
                    assert entry[name] == " ".join(stated.split())
            assert entry["sha256"] == article.sha256
            assert ("year" in entry) == pd.notna(article.published)
            if "year" in entry:
                date = [int(entry[part]) for part in ("year", "month", "day")]
                assert date == [*article.published.timetuple()[:3]]
            address = article.url if str(article.url).startswith("http") else None
            assert ("url" in entry) == (address is not None)

    def test_keys(self) -> None:
        found = bibliography.keys(["Story", "story", "a b", "a-b", "../x", "", "fine_1"])
        assert found["fine_1"] == "fine_1"
        assert len({key.casefold() for key in found.values()}) == len(found)
        assert all(key.replace("-", "").replace("_", "").isalnum() for key in found.values())

    @hypothesis.given(st.text(alphabet="aB é\\{}$%&#_~^-`'\"!?<>,@=\n", max_size=30))
    def test_any_title_comes_back(self, title: str) -> None:
        words = " ".join(title.split())
        hypothesis.assume(words)
        text = f"@misc{{k,\n  title = {{{{{bibliography.tex(title)}}}}},\n}}\n@misc{{after,\n}}\n"
        library = bibtexparser.parse_string(text, append_middleware=[DECODING])
        assert [entry.key for entry in library.entries] == ["k", "after"]
        assert library.entries[0]["title"] == words


class TestCsl:
    def test_read_by_citeproc(self, given: Any) -> None:
        _, articles = given
        items = document(given, "csl")
        custom = [item.pop("custom") for item in items]  # for other programs, not for styles
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            read = CiteProcJSON(items)
        assert len(read) == len(articles)
        for item, own, article in zip(items, custom, articles.itertuples(), strict=True):
            assert own == {"article_id": article.Index, "sha256": article.sha256}
            cited = read[item["id"].lower()]
            for name in ("title", "publisher"):
                stated = getattr(article, name)
                found = cited.get(name)
                assert found is None if pd.isna(stated) else "".join(found) == stated
            assert ("issued" in cited) == pd.notna(article.published)
            if "issued" in cited:
                date = cited["issued"]
                assert (date.year, date.month, date.day) == article.published.timetuple()[:3]

    def test_missing_stays_missing(self) -> None:
        items = {one["custom"]["article_id"]: one for one in document((FIGURES, ARTICLES), "csl")}
        assert set(items["Story"]) == {"id", "type", "language", "custom"}
        assert set(items["a-b"]) == {"id", "type", "title", "issued", "custom"}
        assert items["../../etc/passwd"]["type"] == "document"
        assert items["emoji"]["URL"] == "https://example.org/a%20b?q=1&x=%C3%A9#part"


class TestNames:
    @hypothesis.given(st.text(st.characters(exclude_categories=["Cs"])))
    def test_no_two_become_one(self, name: str) -> None:
        urn = identity.urn("figure", name)
        assert urn == f"urn:cecot-analysis:figure:{quote(name, safe='')}"
        assert urn.isascii()
        assert not set(urn) & set(' <>"{}|\\^`\n/')

    @pytest.mark.parametrize(
        "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc", "//x", " ", None, 5, "x"]
    )
    def test_what_is_no_web_address(self, url: Any) -> None:
        assert identity.web_address(url) is None

    def test_web_addresses_are_kept(self, tmp_path: Path) -> None:
        assert identity.web_address("HTTPS://a.b/c%20d?e=f&g=1#h") == "HTTPS://a.b/c%20d?e=f&g=1#h"
        assert identity.web_address("http://a.b/{x}\\<y>") == "http://a.b/%7Bx%7D%5C%3Cy%3E"
