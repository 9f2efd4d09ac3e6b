"""Options that several verbs share."""

from __future__ import annotations

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
Out = Annotated[str | None, typer.Option(help="folder for history (NetCDF) and picture (PNG)")]
Aircraft = Annotated[str, typer.Argument(help="a name of the catalogue, or the path of your own file")]
Ship = Annotated[str, typer.Argument(help="a ship or an airfield: a name, or the path of your own file")]
Mass = Annotated[str | None, typer.Option(help="such as '1450 kg'; default: the file's")]
Wind = Annotated[str | None, typer.Option(help="such as '25 kn', 10 m above the deck")]
WindAngle = Annotated[
    str | None, typer.Option(help="where from, relative to the bow, positive from starboard; deg")
]
ShipSpeed = Annotated[str, typer.Option(help="such as '20 kn'")]
Heading = Annotated[str, typer.Option(help="of the ship, from north; deg")]
Surface = Annotated[str, typer.Option(help="dry, wet or oily")]
Stores = Annotated[float, typer.Option(help="share of the payload carried outside, 0 to 1")]
SeaState = Annotated[int | None, typer.Option(help="NATO sea state; alone it brings its usual wind")]
Hs = Annotated[str | None, typer.Option(help="significant wave height, such as '3 m', with --tp")]
Tp = Annotated[str | None, typer.Option(help="peak period, such as '10 s'")]
WaveHeading = Annotated[str | None, typer.Option(help="180 head seas (default), 90 from starboard; deg")]
SpectrumOption = Annotated[str | None, typer.Option(help="bretschneider, jonswap, ochi-hubble, torsethaugen")]
SpreadingOption = Annotated[str | None, typer.Option(help="long-crested, cos2 (default), half-cos10")]
Ocean = Annotated[str | None, typer.Option(help="of the sea state: north-atlantic (default), north-pacific")]
RecordedOption = Annotated[str | None, typer.Option(help="a ship's recorded motion (CSV, NetCDF) for a sea")]
FlowOption = Annotated[str | None, typer.Option(help="the ship's airwake on a grid (NetCDF)")]
TurbulenceOption = Annotated[str | None, typer.Option(help="marine, dryden or none")]
AirwakeOption = Annotated[
    bool | None, typer.Option("--airwake/--no-airwake", help="default: with a seed or a sea")
]
NavigationOption = Annotated[
    str | None, typer.Option(help="nominal (default with a seed or a sea), none, a set of sensors, a file")
]
FaultOption = Annotated[
    list[str] | None, typer.Option(help="what fails, such as 'engine_stops=4 s'; may be repeated")
]
GustOption = Annotated[str | None, typer.Option(help="such as 'along=5 m/s, onset=20 s, rise=40 m'")]
CaseOption = Annotated[int, typer.Option(help="which draw of the seed")]
Replay = Annotated[
    str | None, typer.Option(metavar="[FILE.html]", help="also a page with a 3-D view (extra 'viewer')")
]
SpeedFactor = Annotated[float | None, typer.Option(help="over the stall speed, in place of the file's")]


Afloat = Annotated[str, typer.Argument(help="a ship: a name, or the path of your own file")]
Seed = Annotated[int, typer.Option(help="the same seed gives the same answer")]
Threads = Annotated[int | None, typer.Option(help="default: one a core")]
Again = Annotated[bool, typer.Option("--again", help="work everything out anew")]
