"""The page in a browser: it draws, it moves, it answers to keys, and its console stays empty."""

import re

import numpy as np
import pytest

from shortdeck.viewer.replay import replay
from tests.accessibility import faults
from tests.chromium import Browser, required

KNOT = 0.514444


@pytest.fixture(scope="module")
def browser(landing_page):
    required()
    with Browser() as opened:
        opened.media(motion="reduce")
        opened.open(landing_page, ready="document.documentElement.dataset.ready !== undefined")
        yield opened


@pytest.fixture(autouse=True)
def _at_rest(browser):
    browser.value("replay.play(false); replay.look('chase'); replay.seek(0)")


def dial(browser, name):
    text = browser.value(f"document.querySelector('[data-dial=\"{name}\"]').textContent")
    return float(re.search(r"[−-]?[\d.]+", text)[0].replace("−", "-"))


def picture(browser, tmp_path, camera, time):
    """The drawn view as grey values."""
    from matplotlib.image import imread

    browser.value(f"replay.look('{camera}'); replay.seek({time})")
    browser.pause(0.3)
    shown = imread(browser.screenshot(tmp_path / f"{camera}.png"))[60:560, 260:1140, :3]
    return np.asarray(shown).mean(axis=2)


def test_it_draws_in_three_dimensions(browser):
    assert browser.value("document.documentElement.dataset.ready") == "true"
    assert browser.errors() == []
    assert [url for url in browser.requests if not url.startswith(("file:", "data:", "about:"))] == []


@pytest.mark.parametrize("camera", ["chase", "deck", "side", "above"])
def test_every_camera_sees_something_that_moves(browser, tmp_path, camera):
    one = picture(browser, tmp_path, camera, 38.0)
    two = picture(browser, tmp_path, camera, 41.0)
    assert one.std() > 0.03  # not one colour
    assert np.abs(one - two).mean() > 0.004
    assert np.array_equal(one, picture(browser, tmp_path, camera, 38.0))  # the same moment, the same picture


def test_instruments_say_what_the_flight_says(browser, record):
    for when in (5.0, 30.0, 43.9):
        browser.value(f"replay.seek({when})")
        k = int(np.argmin(np.abs(record.time - when)))
        assert dial(browser, "airspeed") == pytest.approx(record.channels["airspeed"][k] / KNOT, abs=0.3)
        assert dial(browser, "vertical speed") == pytest.approx(-record.channels["v_down"][k], abs=0.05)
        assert dial(browser, "bank") == pytest.approx(np.degrees(record.channels["roll"][k]), abs=0.2)
        assert dial(browser, "deck heave, up") == pytest.approx(-record.channels["ship_heave"][k], abs=0.01)
    loads = browser.value("document.getElementById('loads').getAttribute('aria-label')")
    assert "limit" in loads


def test_keys(browser):
    time = "Number(document.documentElement.dataset.time)"
    browser.value("document.activeElement.blur()")
    browser.press(".")
    assert browser.value(time) == pytest.approx(0.1)
    browser.press(".", shift=True)
    browser.press(",")
    assert browser.value(time) == pytest.approx(1.0)
    browser.press("n")
    assert browser.value(time) == pytest.approx(43.87, abs=3.0)  # touchdown
    browser.press("3")
    assert browser.value("document.querySelector('input[name=camera]:checked').id") == "camera-side"
    browser.press("f")
    assert browser.value("document.getElementById('speed').value") == "2"
    browser.press("s")
    browser.press(" ")
    browser.wait(f"{time} > 45", seconds=20.0)
    browser.press(" ")
    assert browser.value("document.getElementById('play').textContent") == "Play"


def test_every_control_is_reached_by_tab_and_has_a_name(browser):
    browser.value("document.querySelector('.skip').focus()")
    seen = ["skip"]
    for _ in range(20):
        browser.press("Tab")
        seen.append(browser.value("document.activeElement.id || document.activeElement.textContent.trim()"))
    wanted = {"view", "camera-chase", "play", "speed", "theme", "help", "time"}
    assert wanted <= set(seen)
    nameless = browser.value(
        "[...document.querySelectorAll('button, input, select, canvas, [role=img]')].filter((e) =>"
        " !(e.getAttribute('aria-label') || e.textContent.trim() || (e.labels && e.labels.length))).length"
    )
    assert nameless == 0


def test_arrow_keys_turn_the_view(browser, tmp_path):
    before = picture(browser, tmp_path, "chase", 30.0)
    browser.value("document.getElementById('view').focus()")
    for _ in range(5):
        browser.press("ArrowLeft")
    browser.pause(0.5)
    from matplotlib.image import imread

    after = np.asarray(imread(browser.screenshot(tmp_path / "after.png"))[60:560, 260:1140, :3]).mean(axis=2)
    assert np.abs(after - before).mean() > 0.01


def test_light_and_dark_can_be_read(browser):
    contrast = """(() => {
      const light = (c) => { const v = c.match(/[\\d.]+/g).slice(0, 3).map((x) => x / 255)
        .map((x) => x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
        return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
      const back = light(getComputedStyle(document.body).backgroundColor);
      const words = 'h1, dt, dd, button, td, th, summary, .outcome, .quiet';
      return [...document.querySelectorAll(words)].map((e) => {
        const l = light(getComputedStyle(e).color);
        return (Math.max(l, back) + 0.05) / (Math.min(l, back) + 0.05);
      }).reduce((a, b) => Math.min(a, b)); })()"""
    for theme in ("light", "dark"):
        if browser.value("document.documentElement.dataset.theme") != theme:
            browser.value("document.getElementById('theme').click()")
        assert browser.value("document.documentElement.dataset.theme") == theme
        assert browser.value(contrast) > 4.5, theme
        assert faults(browser) == [], theme
    browser.value("document.getElementById('theme').click()")


def test_a_phone_needs_no_sideways_scrolling(browser):
    browser.resize(390, 800, phone=True)
    try:
        browser.pause(0.3)
        assert browser.value("document.documentElement.scrollWidth") <= 390
    finally:
        browser.resize(1280, 800)


def test_an_address_names_a_moment(landing_page):
    required()
    with Browser(width=900, height=700) as opened:
        opened.open(
            f"{landing_page.as_uri()}#t=40.5&camera=above&theme=dark",
            ready="document.documentElement.dataset.ready !== undefined",
        )
        assert opened.value("document.documentElement.dataset.time") == "40.50"
        assert opened.value("document.querySelector('input[name=camera]:checked').id") == "camera-above"
        assert opened.value("document.documentElement.dataset.theme") == "dark"
        assert opened.errors() == []


def test_without_webgl_figures_and_instruments_remain(landing_page, tmp_path):
    required()
    page = tmp_path / "no-webgl.html"
    text = landing_page.read_text(encoding="utf-8")
    block = """<script>{ const of = HTMLCanvasElement.prototype; const get = of.getContext;
      of.getContext = function (kind, ...rest) {
        return kind === '2d' ? get.call(this, kind, ...rest) : null; }; }
      </script>"""
    page.write_text(text.replace("<body>", f"<body>{block}"), encoding="utf-8")
    with Browser() as opened:
        opened.media(motion="reduce")
        opened.open(page, ready="document.documentElement.dataset.ready !== undefined")
        assert opened.value("document.documentElement.dataset.ready") == "flat"
        assert opened.value("document.getElementById('trouble').hidden") is False
        opened.value("replay.seek(20)")
        assert dial(opened, "airspeed") > 50.0
        assert not any(line.startswith("exception") for line in opened.console)


def test_a_launch_over_a_ramp(take_off, tmp_path):
    required()
    page = replay(take_off, tmp_path / "launch.html")
    with Browser() as opened:
        opened.media(motion="reduce", scheme="dark")
        opened.open(page, ready="document.documentElement.dataset.ready !== undefined")
        for camera in ("chase", "deck", "side", "above"):
            assert picture(opened, tmp_path, camera, 17.0).std() > 0.02
        assert opened.errors() == []
