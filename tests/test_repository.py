"""The repository agrees with itself: versions, imports, names, notebooks, licences."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import re
import statistics
import tomllib
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
import yaml
from packaging.requirements import Requirement

import cecot_analysis
from cecot_analysis import charts

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "cecot_analysis"
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
ORDER = (
    "schema cells lexicon languages dates headers sections formats passports articles numerals "
    "figures decisions reviews agreement comparisons evidence charts explorer desk sitting "
    "reviewer reading reader addresses exports edition leaves collection sieve page figure_page "
    "article_page matrix search registers home disagreement_page data_page labels twin narrow "
    "exporter site pdf cli"
).split()
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
EXPECTED = (
    "00_start_here 01_sources 02_capacity 03_population 04_arrests 05_deaths_in_custody "
    "06_transfers_and_payment 07_space 08_disagreements 09_explorer 10_review 11_read "
    "90_extraction_quality"
).split()


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(python: str) -> dict[str, str]:
    """Package to version in the lock, for one version of Python on Linux."""
    environment = {"python_version": python, "python_full_version": f"{python}.0"}
    environment |= {"sys_platform": "linux", "os_name": "posix"}
    lines = [line.rstrip("\\\n ") for line in LOCK.splitlines() if line[:1].isalnum()]
    found = [Requirement(line) for line in lines]
    return {
        normal(one.name): str(one.specifier).removeprefix("==")
        for one in found
        if one.marker is None or one.marker.evaluate(environment)
    }


def direct() -> list[Requirement]:
    stated = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    return [Requirement(line) for line in stated]


class TestVersions:
    def test_lock_names_no_address(self) -> None:
        assert "://" not in LOCK
        assert not re.search(r"^\s*(-i|-f|--index|--extra-index|--find-links)", LOCK, re.MULTILINE)

    def test_everything_in_the_lock_has_a_hash(self) -> None:
        blocks = re.split(r"\n(?=\S)", LOCK.strip())
        assert len(blocks) > 100
        assert [block for block in blocks if "--hash=sha256:" not in block] == []

    @pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
    def test_lock_satisfies_the_project(self, python: str) -> None:
        versions = locked(python)
        wrong = [
            f"{one} (locked: {versions.get(normal(one.name))})"
            for one in direct()
            if normal(one.name) not in versions or versions[normal(one.name)] not in one.specifier
        ]
        assert wrong == [], "run: make lock"

    def test_environment_pins_what_the_lock_pins(self) -> None:
        python = next(
            line.removeprefix("python=")
            for line in ENVIRONMENT["dependencies"]
            if str(line).startswith("python=")
        )
        versions = locked(python)
        [pip] = [part["pip"] for part in ENVIRONMENT["dependencies"] if isinstance(part, dict)]
        pinned = dict(line.split("==") for line in pip if "==" in line)
        wanted = {normal(one.name): versions[normal(one.name)] for one in direct()}
        assert {normal(name): version for name, version in pinned.items()} == wanted
        assert "-e ." in pip

    def test_version_is_stated_once(self) -> None:
        version = PROJECT["project"]["version"]
        citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
        assert citation["version"] == version
        assert f"## {version} " in (ROOT / "CHANGELOG.md").read_text("utf-8")
        assert f"version {version}" in (ROOT / "README.md").read_text("utf-8")


def imports(module: str) -> set[str]:
    """The package's own modules that `module` imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((PACKAGE / f"{module}.py").read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            found |= {node.module} if node.module else {name.name for name in node.names}
    return {name.split(".")[0] for name in found if name}


def foreign(module: str) -> set[str]:
    """The other packages that `module` imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((PACKAGE / f"{module}.py").read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.split(".")[0])
    return found


class TestLayers:
    GRAPH = {  # noqa: RUF012
        path.stem: imports(path.stem) for path in PACKAGE.glob("*.py") if path.stem != "__init__"
    }

    def reached(self, module: str) -> set[str]:
        seen: set[str] = set()
        waiting = [module]
        while waiting:
            for name in self.GRAPH.get(waiting.pop(), set()) - seen:
                seen.add(name)
                waiting.append(name)
        return seen

    @pytest.mark.parametrize("module", ORDER)
    def test_imports_run_one_way(self, module: str) -> None:
        later = set(ORDER[ORDER.index(module) + 1 :])
        assert self.reached(module) & later == set()

    def test_no_circles(self) -> None:
        assert [name for name in self.GRAPH if name in self.reached(name)] == []

    def test_modules_stay_short(self) -> None:
        lengths = {path.name: len(path.read_text().splitlines()) for path in PACKAGE.glob("*.py")}
        assert {name: lines for name, lines in lengths.items() if lines > 300} == {}

    def test_widgets_stay_out_of_the_layers_below(self) -> None:
        users = {name for name in self.GRAPH if "ipywidgets" in foreign(name)}
        assert self.reached("charts") & users == set()
        assert users


def api_page() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_api", ROOT / "docs" / "write_api.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestNames:
    API = api_page()
    NAMES = {**API.public(cecot_analysis), **API.public(charts)}  # noqa: RUF012

    @pytest.mark.parametrize("name", sorted(NAMES))
    def test_every_public_name_is_documented(self, name: str) -> None:
        found = self.NAMES[name]
        assert inspect.getdoc(found)
        pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "docs" / "api.md"]
        assert any(re.search(rf"\b{name}\b", page.read_text("utf-8")) for page in pages)

    def test_the_page_of_names_is_up_to_date(self) -> None:
        written = (ROOT / "docs" / "api.md").read_text("utf-8")
        assert written == self.API.page(), "run: make docs"


class TestReadme:
    TEXT = (ROOT / "README.md").read_text("utf-8")

    def test_is_short(self) -> None:
        assert len(self.TEXT.splitlines()) <= 150

    def test_five_lines_lead_from_a_figure_to_its_words(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        [code] = re.findall(r"```python\n(.*?)```", self.TEXT, re.DOTALL)
        assert len(code.splitlines()) == 5
        names: dict[str, object] = {}
        exec(code, names)
        assert names["words"] == names["figure"]["surface"]  # type: ignore[index]
        assert str(names["words"]) in capsys.readouterr().out

    @pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "data/README.md"])
    def test_files_that_it_names_exist(self, page: str) -> None:
        text = (ROOT / page).read_text("utf-8")
        local = [
            name
            for name in re.findall(r"\]\(([^)#:]+)\)|`([\w./-]+\.(?:md|yml|cff|lock|ipynb))`", text)
            for name in name
            if name and "<" not in name
        ]
        folder = (ROOT / page).parent
        missing = [n for n in local if not ((folder / n).exists() or (ROOT / n).exists())]
        assert missing == []


class TestNotebooks:
    def test_all_are_there(self) -> None:
        assert [path.stem for path in NOTEBOOKS] == EXPECTED

    @pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
    def test_saved_as_executed_in_order(self, path: Path) -> None:
        notebook = nbformat.read(path, as_version=4)
        cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source]
        assert cells
        assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
        outputs = [output for cell in cells for output in cell.outputs]
        assert [output for output in outputs if output.output_type == "error"] == []
        assert "widgets" not in notebook.metadata

    @pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
    def test_small_and_plain(self, path: Path) -> None:
        assert path.stat().st_size < 400_000
        notebook = nbformat.read(path, as_version=4)
        sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        assert [s for s in sources if re.search(r"^\s*(def|class)\s", s, re.MULTILINE)] == []
        assert statistics.median(len(source.splitlines()) for source in sources) <= 3
        assert notebook.cells[0].source.startswith("# ")
