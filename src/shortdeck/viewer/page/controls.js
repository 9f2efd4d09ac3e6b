// Play, time, speed, camera, dress: by button, by key, and by the page's address (#t=12&camera=side).
import { CAMERAS } from "shortdeck/cameras";

const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4];

function wish() {
  return new URLSearchParams(window.location.hash.slice(1));
}

function dressed() {
  const asked = wish().get("theme");
  if (asked === "light" || asked === "dark") return asked;
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function controls(flight, redraw) {
  const by = (id) => document.getElementById(id);
  const [first, last] = [flight.time[0], flight.time[flight.time.length - 1]];
  const state = { time: first, playing: false, speed: 1, camera: "chase" };
  const slider = by("time");
  slider.min = String(first);
  slider.max = String(last);
  document.documentElement.dataset.theme = dressed();

  function tell() {
    slider.value = String(state.time);
    slider.setAttribute("aria-valuetext", `${state.time.toFixed(1)} of ${last.toFixed(1)} seconds`);
    by("clock").textContent = `${state.time.toFixed(2)} s`;
    by("play").textContent = state.playing ? "Stop" : "Play";
    by("play").setAttribute("aria-pressed", String(state.playing));
    let current = null;
    for (const button of by("events").querySelectorAll("button")) {
      button.removeAttribute("aria-current");
      if (Number(button.dataset.time) <= state.time + 0.011) current = button;
    }
    if (current) current.setAttribute("aria-current", "true");
  }

  function seek(t) {
    state.time = Math.min(Math.max(t, first), last);
    tell();
    redraw();
  }

  function play(on) {
    if (on && state.time >= last - 1e-3) state.time = first;
    state.playing = on;
    tell();
    redraw();
  }

  function look(name) {
    if (!CAMERAS.some(([known]) => known === name)) return;
    state.camera = name;
    by(`camera-${name}`).checked = true;
    document.dispatchEvent(new Event("look"));
    redraw();
  }

  function quicken(step) {
    const k = SPEEDS.indexOf(state.speed) + step;
    state.speed = SPEEDS[Math.min(Math.max(k, 0), SPEEDS.length - 1)];
    by("speed").value = String(state.speed);
  }

  function jump(step) {
    const times = flight.events.map(([t]) => t);
    const next = step > 0 ? times.find((t) => t > state.time + 0.02) : times.findLast((t) => t < state.time - 0.02);
    seek(next ?? (step > 0 ? last : first));
  }

  function dress(name) {
    document.documentElement.dataset.theme = name;
    document.dispatchEvent(new Event("dressed"));
  }

  const KEYS = {
    ",": () => seek(state.time - 0.1), "<": () => seek(state.time - 1), ".": () => seek(state.time + 0.1),
    ">": () => seek(state.time + 1), n: () => jump(1), p: () => jump(-1), s: () => quicken(-1), f: () => quicken(1),
    0: () => look(state.camera), Home: () => seek(first), End: () => seek(last),
  };
  CAMERAS.forEach(([name], k) => { KEYS[String(k + 1)] = () => look(name); });

  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || by("keys").open) return;
    const on = e.target.tagName;
    if (e.key === " ") {
      if (on === "BUTTON" || on === "SUMMARY" || on === "SELECT") return;
      e.preventDefault();
      play(!state.playing);
      return;
    }
    if (on === "SELECT" || ((e.key === "Home" || e.key === "End") && on !== "CANVAS")) return;
    const act = KEYS[e.shiftKey && e.key === "," ? "<" : e.shiftKey && e.key === "." ? ">" : e.key];
    if (act) { e.preventDefault(); act(); }
  });

  slider.addEventListener("input", () => seek(Number(slider.value)));
  by("play").addEventListener("click", () => play(!state.playing));
  by("speed").addEventListener("change", () => { state.speed = Number(by("speed").value); });
  by("theme").addEventListener("click", () => dress(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  by("help").addEventListener("click", () => by("keys").showModal());
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => dress(dressed()));

  CAMERAS.forEach(([name, label], k) => {
    const item = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type: "radio", name: "camera", id: `camera-${name}` });
    input.checked = name === state.camera;
    input.addEventListener("change", () => look(name));
    item.append(input, ` ${label} `, Object.assign(document.createElement("kbd"), { textContent: String(k + 1) }));
    by("cameras").append(item);
  });
  for (const [when, what] of flight.events) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: `${when.toFixed(2)} s ${what}` });
    button.dataset.time = String(when);
    button.addEventListener("click", () => seek(when));
    by("events").append(Object.assign(document.createElement("li"), {}));
    by("events").lastChild.append(button);
  }

  return {
    get time() { return state.time; },
    get playing() { return state.playing; },
    get camera() { return state.camera; },
    seek, play, look,
    advance(seconds) {
      state.time = Math.min(state.time + seconds * state.speed, last);
      if (state.time >= last) state.playing = false;
      tell();
    },
    // What the address asks for; else it plays, unless the reader wants no motion.
    begin() {
      const asked = wish();
      const camera = asked.get("camera");
      if (camera) look(camera);
      const t = Number.parseFloat(asked.get("t") ?? "");
      const speed = Number.parseFloat(asked.get("speed") ?? "");
      if (SPEEDS.includes(speed)) { state.speed = speed; by("speed").value = String(speed); }
      seek(Number.isFinite(t) ? t : first);
      const still = asked.has("paused") || Number.isFinite(t) || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (!still) play(true);
    },
  };
}
