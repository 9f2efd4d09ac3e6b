"""The command line. Each verb imports what it needs when it runs, so that ``--help`` is quick."""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer

from shortdeck.cli import campaign, catalog, fleet, flight, limits, parking, safety, verdict, vessel
from shortdeck.errors import InputError, StoppedError

VERBS: dict[str, Callable[..., None]] = {
    "list": catalog.list_names,
    "show": catalog.show,
    "validate": catalog.validate,
    "launch": flight.launch,
    "recover": flight.recover,
    "fly": campaign.fly_cases,
    "campaign": campaign.fly_campaign,
    "envelope": limits.find_envelope,
    "replay": flight.write_replay,
    "assess": verdict.assess,
    "compare": verdict.compare_options,
    "motion": vessel.motion,
    "hull": vessel.compute_hull,
    "park": parking.park,
    "sorties": fleet.fly_sorties,
    "operability": fleet.share_of_year,
    "risk": safety.tell_risk,
}
"""In the order of ``--help``."""

app = typer.Typer(
    name="shortdeck",
    help="Can this unmanned aircraft fly from that ship, how safely, how many of them, how often?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for _name, _verb in VERBS.items():
    app.command(_name)(_verb)


def main() -> None:
    """Entry point: bad input is one message on standard error and exit status 2, never a traceback."""
    try:
        app(args=_spelled_out(sys.argv[1:]))
    except InputError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except StoppedError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        _interrupted()
    except SystemExit as stop:
        if stop.code == 130:
            _interrupted()
        raise


def _spelled_out(words: list[str]) -> list[str]:
    """``--replay`` may stand alone: only a name that ends in .html after it is its value."""
    out: list[str] = []
    for word, following in zip(words, [*words[1:], ""], strict=True):
        alone = word == "--replay" and not following.endswith((".html", ".htm"))
        out.append("--replay=" if alone else word)
    return out


def _interrupted() -> None:
    print("interrupted", file=sys.stderr)
    sys.exit(130)
