"""Options that several verbs share; those of a flight are drawn from the record of its words."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from shortdeck.flight.words import WORDS

Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
Aircraft = Annotated[str, typer.Argument(help="a name of the catalogue, or the path of your own file")]
Afloat = Annotated[str, typer.Argument(help="a ship: a name, or the path of your own file")]
Ship = Annotated[str, typer.Argument(help="a ship or an airfield: a name, or the path of your own file")]
Mass = Annotated[str | None, typer.Option(help=WORDS["mass"].told.help)]
Seed = Annotated[int, typer.Option(help="the same seed gives the same answer")]
Threads = Annotated[int | None, typer.Option(help="default: one a core")]
Again = Annotated[bool, typer.Option("--again", help="work everything out anew")]

Verb = Callable[..., None]
Said = dict[str, Any]
"""Words by name, ready for the function that takes them."""

_CALLED = {"ramp": "flat", "faults": "fault"}  # on the command line, where it has another name there
_NOTHING = {"m/s": "0 kn", "rad": "0 deg", "s": "0 s"}
_PLAIN = (bool, bool | None, int, int | None, float, float | None, str)


def words_of(task: str, *, without: tuple[str, ...] = ()) -> list[str]:
    """Names of the words that count in a task (launch or recover)."""
    return [
        name for name, word in WORDS.items() if word.told.task in ("", task) and name not in without
    ]  # fmt: skip


def saying(*names: str, **otherwise: str) -> Callable[[Verb], Verb]:
    """Give a verb the options of these words in place of its parameter ``words``; some with other help."""

    def decorate(verb: Verb) -> Verb:
        options = [_option(name, otherwise.get(name) or WORDS[name].told.help) for name in names]
        parameters: list[inspect.Parameter] = []
        signature = inspect.signature(verb, eval_str=True)
        for parameter in signature.parameters.values():
            parameters += options if parameter.name == "words" else [parameter]

        @functools.wraps(verb)
        def run(**given: Any) -> None:
            words = {name: _read(name, given.pop(_CALLED.get(name, name))) for name in names}
            verb(words=words, **given)

        run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
        return run

    return decorate


def _option(name: str, help: str) -> inspect.Parameter:
    """A word as an option: quantities are texts with a unit."""
    word = WORDS[name]
    kind, default = word.type, word.default
    flags: tuple[str, ...] = ()
    if name == "ramp":
        flags, default = ("--flat",), False
    elif name == "faults":
        kind = list[str] | None
    elif word.told.unit and default is not None:
        kind, default = str, _NOTHING[word.told.unit]
    elif kind not in _PLAIN:
        kind = str | None
    return inspect.Parameter(
        _CALLED.get(name, name), inspect.Parameter.KEYWORD_ONLY, default=default,
        annotation=Annotated[kind, typer.Option(*flags, help=help)],
    )  # fmt: skip


def _read(name: str, value: Any) -> Any:
    """What was typed, as the functions take it."""
    if name == "ramp":
        return not value
    if name not in ("gust", "faults"):
        return value
    from shortdeck.flight import report

    return report.read_gust(value) if name == "gust" else report.split_faults(value)
