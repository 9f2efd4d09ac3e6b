"""The report in a browser: figures are there, it can be read by all, it prints, its console stays empty."""

import re
import zlib

import numpy as np
import pytest

from shortdeck.verdict.report import write_report
from tests.accessibility import faults
from tests.chromium import Browser, required


@pytest.fixture(scope="module")
def browser(material, tmp_path_factory):
    required()
    page = write_report(material, tmp_path_factory.mktemp("report") / "report.html")
    with Browser(width=1100, height=900) as opened:
        opened.open(page)
        yield opened


@pytest.fixture(autouse=True)
def _screen(browser):
    browser.media(scheme="light")
    browser.resize(1100, 900)
    browser.value("document.querySelectorAll('details').forEach((d) => { d.open = false; })")


def grey(path):
    from matplotlib.image import imread

    return np.asarray(imread(path))[..., :3].mean(axis=2)


def test_console_and_network_stay_empty(browser):
    assert browser.console == []
    assert all(url.startswith(("file:", "data:", "about:")) for url in browser.requests)


def test_figures_are_drawn(browser, material, tmp_path):
    sizes = browser.value(
        "[...document.querySelectorAll('figure svg')].map((s) => { const b = s.getBoundingClientRect();"
        " return [b.width, b.height, s.querySelectorAll('path').length]; })"
    )
    assert len(sizes) == 5
    for width, height, paths in sizes:
        assert width > 600
        assert height > 80
        assert paths > 5
    for number in range(5):
        browser.value(f"document.querySelectorAll('figure svg')[{number}].scrollIntoView()")
        browser.pause(0.2)
        assert grey(browser.screenshot(tmp_path / "figure.png")).std() > 0.05


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(browser, scheme):
    browser.media(scheme=scheme)
    # One table of each section; all of them are alike, and thousands of cells take axe minutes.
    browser.value(
        "document.querySelectorAll('section').forEach((s) => {"
        " const d = [...s.querySelectorAll('details')].find((x) => x.querySelectorAll('tr').length < 60);"
        " if (d) d.open = true; })"
    )
    assert faults(browser) == []


def test_dark_is_dark(browser, tmp_path):
    light = grey(browser.screenshot(tmp_path / "light.png")).mean()
    browser.media(scheme="dark")
    browser.value("document.querySelector('figure svg').scrollIntoView()")
    browser.pause(0.2)
    dark = grey(browser.screenshot(tmp_path / "dark.png")).mean()
    assert light > 0.85
    assert dark < 0.35


def test_a_telephone_scrolls_down_only(browser):
    browser.resize(360, 740, phone=True)
    browser.pause(0.3)
    assert browser.value("document.documentElement.scrollWidth") <= 360
    wide = browser.value(
        "[...document.querySelectorAll('.drawing')]"
        ".every((d) => d.scrollWidth >= 500 && d.clientWidth <= 360)"
    )
    assert wide  # pictures keep a size at which they can be read, and scroll by themselves


def test_data_can_be_opened_and_saved(browser):
    saved = browser.value(
        "(() => { const a = document.querySelector('figure a[download]');"
        " return [a.download, atob(a.href.split(',')[1])]; })()"
    )
    assert saved[0].endswith(".csv")
    rows = saved[1].splitlines()
    browser.value("document.querySelector('figure details').open = true")
    shown = browser.value("document.querySelectorAll('figure details[open] tbody tr').length")
    assert len(rows) == shown + 1


def pdf_text(data: bytes) -> tuple[int, bytes]:
    """Number of pages, and all streams of a PDF inflated."""
    pages = len(re.findall(rb"/Type\s*/Page[^s]", data))
    streams = b""
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            streams += zlib.decompress(found[1])
        except zlib.error:
            continue
    return pages, streams


def test_it_prints(browser, tmp_path):
    data = browser.pdf(tmp_path / "report.pdf").read_bytes()
    pages, streams = pdf_text(data)
    assert 4 <= pages <= 16
    assert streams.count(b"Tj") + streams.count(b"TJ") > 200  # text as text
    # In black and white nothing is told by colour alone: text is black.
    browser.media(media="print")
    colours = browser.value(
        "[...document.querySelectorAll('p, dd, dt, th, td, h1, h2, li')]"
        ".map((e) => getComputedStyle(e).color).filter((c, k, all) => all.indexOf(c) === k)"
    )
    for colour in colours:
        red, green, blue = (int(v) for v in re.findall(r"\d+", colour)[:3])
        assert red == green == blue < 100, colour
