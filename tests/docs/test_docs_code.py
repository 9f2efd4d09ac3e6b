"""The code in README and docs runs and says what the page claims.

On each page, in order and in one scratch folder: a ```yaml block whose first line is `# NAME.yaml` is written
to that file; ```python blocks run in one namespace; in ```console blocks each `$ shortdeck ...` line is run,
must exit 0 (or N, where the line ends in `# exit N`), and the lines shown below it must occur in its output
in that order (`...` stands for lines left out). Blocks in other languages (```sh: set-up, ```text) are prose.
Nothing can be skipped.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (?P<command>.*?)(?:\s+# exit (?P<status>\d+))?$")


class Block(NamedTuple):
    language: str
    text: str
    line: int


class Command(NamedTuple):
    argv: list[str]
    status: int
    shown: list[str]


def blocks_of(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [Block(found[1], found[2], text[: found.start(2)].count("\n")) for found in BLOCK.finditer(text)]


def runnable(block: Block) -> bool:
    return block.language in {"python", "console"}


def commands_of(text: str) -> list[Command]:
    commands: list[Command] = []
    for line in text.splitlines():
        found = COMMAND.match(line)
        if found:
            commands.append(Command(shlex.split(found["command"]), int(found["status"] or 0), []))
        else:
            assert commands, f"a console block begins with output, not with a command: {line!r}"
            commands[-1].shown.append(line)
    return commands


def run_command(command: Command, folder: Path) -> None:
    assert command.argv[0] == "shortdeck", f"only shortdeck is run from the docs, not {command.argv[0]!r}"
    done = subprocess.run(
        [str(Path(sys.executable).with_name("shortdeck")), *command.argv[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PATH": str(Path(sys.executable).parent), "HOME": str(Path.home()), "COLUMNS": "120"},
        check=False,
    )
    output = done.stdout + done.stderr
    assert done.returncode == command.status, f"{shlex.join(command.argv)}:\n{output}"
    remaining = iter([" ".join(line.split()) for line in output.splitlines()])
    for shown in command.shown:
        wanted = " ".join(shown.split())
        if wanted and wanted != "...":
            assert any(wanted in line for line in remaining), (
                f"{shlex.join(command.argv)} no longer prints {wanted!r} there; it prints:\n{output}"
            )


def pages_with_code() -> list[Path]:
    return [page for page in PAGES if any(runnable(block) for block in blocks_of(page))]


@pytest.mark.parametrize("page", pages_with_code(), ids=lambda page: str(page.relative_to(ROOT)))
def test_code_on_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "Agg")
    namespace: dict[str, object] = {"__name__": "__docs__"}
    for block in blocks_of(page):
        if block.language == "yaml":
            name = block.text.partition("\n")[0].removeprefix("# ").strip()
            if name.endswith(".yaml"):
                (tmp_path / name).write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            where = f"{page.relative_to(ROOT)}:{block.line}"
            exec(compile("\n" * block.line + block.text, where, "exec"), namespace)
        elif block.language == "console":
            for command in commands_of(block.text):
                run_command(command, tmp_path)


def test_pages_are_found() -> None:
    assert ROOT / "docs" / "index.md" in PAGES
    assert PAGES[0].exists()


def test_a_console_block_splits_into_commands() -> None:
    first, second = commands_of("$ shortdeck list\nbayraktar-tb3\n...\n$ shortdeck show nobody  # exit 2\n")
    assert first == Command(["shortdeck", "list"], 0, ["bayraktar-tb3", "..."])
    assert second == Command(["shortdeck", "show", "nobody"], 2, [])
