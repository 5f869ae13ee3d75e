"""A real JupyterLab on a scratch copy of the project, for tests that drive it in a browser."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page

ROOT = Path(__file__).resolve().parent.parent
RUN_TIMEOUT = 120_000


def scratch_copy(folder: Path) -> Path:
    """`folder` filled with the package, the data and the notebooks, to be changed at will."""
    for name in ("cecot_analysis", "data", "notebooks"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*")
        )
    return folder


def environment(folder: Path) -> dict[str, str]:
    """Variables under which Python imports the package of `folder` and Jupyter stays in it."""
    places = {
        name: str(folder / ".jupyter" / name.lower())
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    }
    settings = {"JUPYTERLAB_SETTINGS_DIR": str(folder / ".jupyter" / "settings")}
    settings["JUPYTERLAB_WORKSPACES_DIR"] = str(folder / ".jupyter" / "workspaces")
    return {**os.environ, **places, **settings, "PYTHONPATH": str(folder), "CECOT_DATA": ""}


def settings(folder: Path, theme: str) -> None:
    """The JupyterLab of `folder` opens in `theme` ("JupyterLab Dark") and asks for no news."""
    chosen = {
        "themes": {"theme": theme, "adaptive-theme": False},
        "notification": {"fetchNews": "false", "checkForUpdates": False},
    }
    place = folder / ".jupyter/settings/@jupyterlab/apputils-extension"
    place.mkdir(parents=True, exist_ok=True)
    for name, values in chosen.items():
        file = place / f"{name}.jupyterlab-settings"
        file.write_text(json.dumps(values), encoding="utf-8")


@contextmanager
def lab(folder: Path) -> Iterator[str]:
    """A JupyterLab on 127.0.0.1 over `folder`; gives its address up to the token's value."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"]
    command += [f"--IdentityProvider.token={token}"]
    with (folder / "lab.log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=folder, env=environment(folder), stdout=log, stderr=log
        )
        try:
            _wait(f"http://127.0.0.1:{port}/api/status?token={token}", server, folder)
            yield f"http://127.0.0.1:{port}/lab/tree/{{path}}?token={token}&reset"
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(address: str, server: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(240):
        if server.poll() is not None:
            raise RuntimeError(f"JupyterLab ended: {(folder / 'lab.log').read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    raise RuntimeError("JupyterLab did not answer within a minute")


def write_notebook(path: Path, *cells: str) -> None:
    """A notebook of code cells that opens with a kernel, without a question."""
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    code = [nbformat.v4.new_code_cell(cell) for cell in cells]
    notebook = nbformat.v4.new_notebook(cells=code, metadata={"kernelspec": kernel})
    nbformat.write(notebook, path)


def open_notebook(page: Page, address: str, path: str) -> None:
    """Open a notebook and wait until its kernel is idle."""
    page.goto(address.format(path=path))
    page.locator(".jp-NotebookPanel .jp-CodeCell").first.wait_for(timeout=RUN_TIMEOUT)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=RUN_TIMEOUT)


def idle(page: Page) -> Locator:
    """The sign that the kernel has nothing to do."""
    return page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')


def run_all(page: Page) -> None:
    """Run every cell of the open notebook."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
    page.locator('.jp-Notebook-ExecutionIndicator:not([data-status="idle"])').wait_for(
        state="attached"
    )
    idle(page).wait_for(state="attached", timeout=RUN_TIMEOUT)


def still(page: Page, place: Locator, look: str, given: object = None) -> object:
    """What `look` finds at a place once it finds the same in the next frame."""
    found = None
    while (now := place.evaluate(look, given)) != found:
        found = now
        page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
    return found


def choose_theme(page: Page, theme: str) -> None:
    """Change the theme of the open JupyterLab by its menu."""
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.locator(".lm-Menu-item", has_text="Theme").first.hover()
    page.locator(".lm-Menu-item", has=page.get_by_text(theme, exact=True)).click()
    is_light = "false" if "Dark" in theme else "true"
    page.locator(f'body[data-jp-theme-light="{is_light}"]').wait_for(state="attached")
