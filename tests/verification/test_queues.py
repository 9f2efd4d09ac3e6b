"""The resource and the deck cycle against queueing theory: open queues, closed networks, machine repair.

Open queues: Erlang's delay formula and Pollaczek-Khinchine, as in any text (Kleinrock 1975, "Queueing
Systems", vol. 1). Closed networks of exponential servers have a product form (Gordon and Newell 1967,
https://doi.org/10.1287/opre.15.2.254), solved here by convolution (Buzen 1973,
https://doi.org/10.1145/362342.362345); all recalled, documents not seen. A test passes within three standard
errors over replications.
"""

import dataclasses
from math import factorial, log, prod, sqrt
from typing import NamedTuple

import numpy as np
import pytest
import simpy

from shortdeck.fleet import setup as s
from shortdeck.fleet.cycle import DeckCycle
from shortdeck.fleet.draws import Duration, SortieDraws
from shortdeck.fleet.policy import FlexDeck
from shortdeck.fleet.resource import Resource
from shortdeck.fleet.setup import Units
from tests.fleet.deck import HOUR, MISSION, TIMES, deck, fixed

UNIT = 1_000_000  # ms that stand for a mean service of 1


def within(values, exact, *, at_most):
    """The mean lies within three standard errors of the exact value; they are small enough to say much."""
    x = np.asarray(values, dtype=float)
    error = x.std(ddof=1) / sqrt(x.size)
    assert error < at_most * exact
    assert x.mean() == pytest.approx(exact, abs=3.0 * error)


def erlang_wait(arrivals: float, servers: int) -> float:
    """Mean wait in M/M/c with unit mean service."""
    a = arrivals
    last = a**servers / factorial(servers) * servers / (servers - a)
    delayed = last / (sum(a**k / factorial(k) for k in range(servers)) + last)
    return delayed / (servers - a)


# Open queues.


def open_queue(rng, *, arrivals, servers, service, customers):
    """Waits of the customers of one run of a queue at a ``Resource``, in units of the mean service."""
    env = simpy.Environment()
    resource = Resource(env, "server", servers)
    waits = []

    def customer(length):
        came, who = env.now, object()
        if not resource.take(who):
            yield resource.wait(who, 0)
        waits.append((env.now - came) / UNIT)
        yield env.timeout(length)
        resource.release(who)

    def source():
        gaps = np.rint(rng.exponential(UNIT / arrivals, customers)).astype(int).tolist()
        lengths = np.rint(UNIT * service(rng, customers)).astype(int).tolist()
        for gap, length in zip(gaps, lengths, strict=True):
            yield env.timeout(gap)
            env.process(customer(length))

    env.process(source())
    env.run()
    resource.close()
    assert resource.area_queue == resource.waited
    assert resource.area_busy == resource.held
    return float(np.mean(waits[customers // 10 :]))


def exponential(rng, n):
    return rng.exponential(1.0, n)


def erlang_two(rng, n):
    return rng.gamma(2.0, 0.5, n)  # squared coefficient of variation 0.5


def constant(rng, n):
    return np.ones(n)


@pytest.mark.parametrize(
    ("arrivals", "servers", "service", "wait"),
    [
        (0.8, 1, exponential, 4.0), (1.6, 2, exponential, 1.77778), (2.7, 3, exponential, 2.72354),
        (4.5, 5, exponential, 1.52499), (0.8, 1, constant, 2.0), (0.8, 1, erlang_two, 3.0),
    ],
    ids=["M/M/1", "M/M/2", "M/M/3", "M/M/5", "M/D/1", "M/E2/1"],
)  # fmt: skip
def test_waits_of_open_queues(arrivals, servers, service, wait):
    if service is exponential:
        assert erlang_wait(arrivals, servers) == pytest.approx(wait, rel=1e-5)
    rng = np.random.Generator(np.random.Philox(key=[1, servers]))
    customers = 4000 if arrivals / servers < 0.85 else 12000  # nearer to full, waits forget more slowly
    means = [
        open_queue(rng, arrivals=arrivals, servers=servers, service=service, customers=customers)
        for _ in range(20)
    ]
    within(means, wait, at_most=0.1)


def test_a_priority_is_served_first_and_the_mean_over_all_stays():
    """M/M/1 with two classes, Cobham 1954: Wq of the first rho/(1 - rho1), of the second over 1 - rho too."""
    rng = np.random.Generator(np.random.Philox(key=[2, 2]))
    rho, first = 0.8, 0.3
    means = np.array([priority_queue(rng, rho=rho, first=first, customers=6000) for _ in range(20)])
    within(means[:, 0], rho / (1.0 - rho * first), at_most=0.05)
    within(means[:, 1], rho / ((1.0 - rho * first) * (1.0 - rho)), at_most=0.08)


def priority_queue(rng, *, rho, first, customers):
    env = simpy.Environment()
    resource = Resource(env, "server", 1)
    waits = ([], [])

    def customer(kind, length):
        came, who = env.now, object()
        if not resource.take(who):
            yield resource.wait(who, kind)
        waits[kind].append((env.now - came) / UNIT)
        yield env.timeout(length)
        resource.release(who)

    def source():
        for _ in range(customers):
            yield env.timeout(round(rng.exponential(UNIT / rho)))
            env.process(customer(int(rng.random() > first), round(rng.exponential(UNIT))))

    env.process(source())
    env.run()
    return [float(np.mean(w[200:])) for w in waits]


# Closed networks.


class Station(NamedTuple):
    """Servers (0: as many as come), mean service, mean visits in a round."""

    servers: int
    service: float
    visits: float

    def weight(self, number: int) -> float:
        """Unnormalised probability of that many customers."""
        rates = (min(k, self.servers) if self.servers else k for k in range(1, number + 1))
        return (self.visits * self.service) ** number / prod(rates)


def convolve(stations, customers):
    """Normalising constants G(0), G(1), ... of a closed network."""
    g = [1.0] + [0.0] * customers
    for station in stations:
        g = [sum(station.weight(k) * g[n - k] for k in range(n + 1)) for n in range(customers + 1)]
    return g


def throughput(stations, customers):
    """Rounds per unit of time."""
    g = convolve(stations, customers)
    return g[customers - 1] / g[customers]


def mean_number(stations, customers, which):
    """Mean number at a station, waiting or served."""
    total = convolve(stations, customers)[customers]
    rest = convolve([x for k, x in enumerate(stations) if k != which], customers)
    return sum(k * stations[which].weight(k) * rest[customers - k] for k in range(customers + 1)) / total


def test_the_exact_solver_knows_the_machine_repair_model():
    """One repairman: 1 - p0 over the mean repair, from the birth and death equations written out."""
    n, up, repair = 5, 8.0, 2.0
    p = [factorial(n) / factorial(n - k) * (repair / up) ** k for k in range(n + 1)]
    stations = [Station(0, up, 1.0), Station(1, repair, 1.0)]
    assert throughput(stations, n) == pytest.approx((1.0 - p[0] / sum(p)) / repair, rel=1e-12)
    assert mean_number(stations, n, 1) == pytest.approx(
        sum(k * x for k, x in enumerate(p)) / sum(p), rel=1e-12
    )


NETWORK = (Station(0, 6.0, 1.0), Station(1, 0.5, 2.0), Station(3, 2.0, 1.0), Station(2, 4.0, 0.3))
"""Away; a runway used twice in a round; three crews; two workshops for three rounds in ten."""


def closed_network(rng, customers, *, until):
    """Rounds a unit of time, and the mean number at each station."""
    env = simpy.Environment()
    where = [Resource(env, str(k), x.servers or 1000) for k, x in enumerate(NETWORK)]

    def visit(who, k):
        if not where[k].take(who):
            yield where[k].wait(who, 0)
        yield env.timeout(round(-UNIT * NETWORK[k].service * log(rng.random())))
        where[k].release(who)

    rounds = 0

    def customer(who):
        nonlocal rounds
        while True:
            for k in (0, 1, 2):
                yield from visit(who, k)
            if rng.random() < NETWORK[3].visits:
                yield from visit(who, 3)
            yield from visit(who, 1)
            rounds += 1

    for _ in range(customers):
        env.process(customer(object()))
    env.run(until=round(until * UNIT))
    for resource in where:
        resource.close()
    return rounds / until, [(r.area_queue + r.area_busy) / until / UNIT for r in where]


@pytest.mark.parametrize("customers", [3, 8, 14])
def test_a_closed_network_meets_its_product_form(customers):
    rng = np.random.Generator(np.random.Philox(key=[3, customers]))
    runs = [closed_network(rng, customers, until=1500.0) for _ in range(12)]
    within([rate for rate, _ in runs], throughput(NETWORK, customers), at_most=0.01)
    for k in range(len(NETWORK)):
        within([numbers[k] for _, numbers in runs], mean_number(NETWORK, customers, k), at_most=0.06)
    assert all(sum(numbers) == pytest.approx(customers) for _, numbers in runs)


# The deck cycle itself, stripped to a closed network.


class Exponential(SortieDraws):
    """Times with a spread of 1 are exponential in place of log-normal."""

    def time(self, slot, duration):
        if duration.spread == 0.0:
            return round(1e3 * duration.mean)
        return round(-1e3 * duration.mean * log(self.uniform(slot)))


@pytest.mark.parametrize(("fleet", "workshops"), [(4, 1), (9, 2)])
def test_the_deck_cycle_is_a_machine_repair_model_where_nothing_else_takes_time(fleet, workshops):
    """Every flight, of fixed length (which does not matter), ends in an exponential inspection in one of a
    few workshops: sorties and the workshops' books follow from the product form."""
    nothing = {
        field.name: fixed(0.0)
        for field in dataclasses.fields(TIMES)
        if isinstance(getattr(TIMES, field.name), Duration)
    }
    times = dataclasses.replace(
        TIMES, **nothing | {"inspection": Duration(3.0 * HOUR, 1.0)}, inspection_every=0.0
    )
    days = 80.0
    setup = deck(fleet=fleet, days=days, times=times, units={s.WORKSHOPS: Units(workshops, workshops)})
    runs = [DeckCycle(setup, FlexDeck(), seed=7, replication=k, draws=Exponential).run() for k in range(6)]
    away = 2.0 * MISSION.transit + MISSION.on_station
    stations = [Station(0, away / HOUR, 1.0), Station(workshops, 3.0, 1.0)]
    rates = [len(run.launches) / (24.0 * days) for run in runs]
    within(rates, throughput(stations, fleet), at_most=0.02)
    queues = [
        (use.queue_area + use.busy_area) / run.end
        for run in runs
        for use in run.uses
        if use.name == s.WORKSHOPS
    ]
    within(queues, mean_number(stations, fleet, 1), at_most=0.06)
