"""Accessibility of a page in the browser: axe-core's rules, and a few of WCAG 2.1 by our own hand.

axe-core (Deque) comes with the wheel of axe-playwright-python, of which nothing is run. Where it is not
installed only our own checks are made; with SHORTDECK_REQUIRE_CHROMIUM=1 that is a failure.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

from tests.chromium import Browser

_OWN = r"""(() => {
  const faults = [];
  const labels = (e) => (e.getAttribute('aria-labelledby') || '').split(' ').filter(Boolean)
    .map((id) => document.getElementById(id)?.textContent || '').join(' ');
  const name = (e) => (e.getAttribute('aria-label') || labels(e)
    || [...(e.labels || [])].map((l) => l.textContent).join(' ')
    || e.textContent || e.alt || e.title || '').trim();
  const say = (what, e) => faults.push(`${what}: ${e.outerHTML.slice(0, 120)}`);
  if (!document.documentElement.lang) faults.push('no language');
  if (!document.title) faults.push('no title');
  if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');
  if (document.querySelectorAll('main').length !== 1) faults.push('not one main');
  let level = 0;
  for (const h of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const now = Number(h.tagName[1]);
    if (level && now > level + 1) say('heading skips a level', h);
    level = now;
  }
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  if (new Set(ids).size !== ids.length) faults.push('an id twice');
  for (const e of document.querySelectorAll('[aria-labelledby]'))
    for (const id of e.getAttribute('aria-labelledby').split(' '))
      if (!document.getElementById(id)) say('label that is not there', e);
  for (const e of document.querySelectorAll('img, svg, [role=img], canvas'))
    if (!e.closest('[aria-hidden=true]') && !e.parentElement.closest('svg') && !name(e))
      say('picture without words', e);
  for (const e of document.querySelectorAll('a, button, input, select, textarea, summary, [tabindex]'))
    if (!name(e)) say('control without a name', e);
  for (const e of document.querySelectorAll('[tabindex]'))
    if (Number(e.getAttribute('tabindex')) > 0) say('order of its own', e);
  for (const t of document.querySelectorAll('table')) {
    if (!t.querySelector('th[scope]')) say('table without headers', t);
    for (const th of t.querySelectorAll('th')) if (!th.getAttribute('scope')) say('header without scope', th);
  }
  const value = (c) => c.match(/[\d.]+/g).map(Number);
  const light = (rgb) => { const v = rgb.slice(0, 3).map((x) => x / 255)
    .map((x) => (x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
    return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
  const behind = (e) => { for (let p = e; p; p = p.parentElement) {
    const c = value(getComputedStyle(p).backgroundColor);
    if (c.length < 4 || c[3] > 0.99) return c; }
    return [255, 255, 255]; };
  const seen = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim()) continue;
    if (e.closest('svg, script, style, noscript, .hidden')) continue;
    const [a, b] = [light(value(getComputedStyle(e).color)), light(behind(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const key = e.tagName + e.className;
    if (ratio < 4.5 && !seen.has(key)) { seen.add(key); say(`contrast ${ratio.toFixed(2)}`, e); }
  }
  return faults;
})()"""

_AXE = """axe.run({exclude: [['figure svg']]}, {runOnly: [
    'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})
  .then((r) => r.violations.map((v) => `${v.id} (${v.impact}): ${v.help}: ${v.nodes[0].html.slice(0, 160)}`
    + ` (${v.nodes.length}): ${v.nodes[0].failureSummary.slice(0, 300)}`))"""


def axe() -> str | None:
    """The text of axe-core, or None."""
    found = importlib.util.find_spec("axe_playwright_python")
    places = list(found.submodule_search_locations or []) if found is not None else []
    path = Path(places[0]) / "axe.min.js" if places else None
    return path.read_text(encoding="utf-8") if path is not None and path.is_file() else None


def faults(browser: Browser) -> list[str]:
    """What is wrong with the page that is open."""
    found: list[str] = browser.value(_OWN)
    text = axe()
    if text is None:
        if os.environ.get("SHORTDECK_REQUIRE_CHROMIUM") == "1":
            pytest.fail("axe-core is not installed (axe-playwright-python)")
        return found
    browser.value(f"{text}; true")
    return found + browser.value(_AXE, seconds=300.0)
