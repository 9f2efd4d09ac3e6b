// A flight over time: reads the data, moves the scene, follows the controls.
import { THREE } from "three-bundle";
import { aircraftModel } from "shortdeck/craft";
import { cameras } from "shortdeck/cameras";
import { controls } from "shortdeck/controls";
import { decode, sampler } from "shortdeck/data";
import { instruments } from "shortdeck/instruments";
import { marks } from "shortdeck/marks";
import { shipModel } from "shortdeck/ship";
import { sky } from "shortdeck/sky";
import { strip } from "shortdeck/strip";
import { water } from "shortdeck/water";

const SLOW = 0.045; // s a frame: above it fewer pixels are drawn
const QUICK = 0.02;

// Whether the processor draws in place of a graphics card: then with fewer pixels and coarser water.
function softly() {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return false;
  const known = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(known ? known.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
}

function renderer(canvas, software) {
  const made = new THREE.WebGLRenderer({ canvas, antialias: !software, powerPreference: "high-performance" });
  made.localClippingEnabled = true;
  return made;
}

function build(flight, canvas, software) {
  const scene = new THREE.Scene();
  const air = sky(THREE, scene);
  const sea = water(THREE, flight, software);
  const ship = shipModel(THREE, flight);
  const craft = aircraftModel(THREE, flight);
  const signs = marks(THREE, flight);
  scene.add(sea.object, ship.object, craft.object, signs.object);
  ship.object.add(craft.shadow);
  const eyes = cameras(THREE, flight, canvas);
  return { scene, air, sea, ship, craft, signs, eyes, models: [air, sea, ship, craft, signs] };
}

function theme() {
  return document.documentElement.dataset.theme;
}

function start() {
  const flight = decode(JSON.parse(document.getElementById("flight").textContent));
  const at = sampler(flight);
  const panel = instruments(flight);
  const chart = strip(flight, (t) => player.seek(t));
  const canvas = document.getElementById("view");
  const player = controls(flight, redraw);
  const software = softly();
  const most = software ? 0.8 : Math.min(window.devicePixelRatio || 1, 1.5);
  let world = null;
  let pen = null;
  try {
    pen = renderer(canvas, software);
    world = build(flight, canvas, software);
  } catch (error) {
    const trouble = document.getElementById("trouble");
    trouble.hidden = false;
    trouble.textContent = `No 3-D view in this browser (${error.message}). Instruments, chart and figures work.`;
  }
  let ratio = most;
  let usual = 0.016;
  let dialled = -1;

  function fit() {
    if (!pen) return;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    pen.setPixelRatio(ratio);
    pen.setSize(width, height, false);
    const panel = document.querySelector(".panel");
    const beside = getComputedStyle(panel).position === "absolute";
    world.eyes.resize(width, height, beside ? panel.offsetLeft + panel.offsetWidth : 0);
    chart.resize();
  }

  // Software rendering: draw fewer pixels rather than fewer moments.
  function adapt(seconds) {
    usual = 0.92 * usual + 0.08 * Math.min(seconds, 0.5);
    if (usual > SLOW && ratio > 0.5) ratio *= 0.85;
    else if (usual < QUICK && ratio < most) ratio = Math.min(1.05 * ratio, most);
    else return;
    usual = 0.03;
    fit();
  }

  function redraw(seconds = 0) {
    const now = at(player.time);
    if (world) {
      world.craft.move(now, seconds);
      world.ship.move(now);
      world.signs.move(now);
      world.eyes.move(now, player.camera);
      world.sea.move(now.t, world.eyes.camera.position);
      world.air.move(world.eyes.camera.position);
      pen.render(world.scene, world.eyes.camera);
    }
    if (Math.abs(now.t - dialled) > 0.04 || !player.playing) {
      panel.show(now);
      chart.show(now.t);
      dialled = now.t;
    }
    document.documentElement.dataset.time = now.t.toFixed(2);
  }

  let before = null;
  function frame(stamp) {
    const seconds = before === null ? 0 : (stamp - before) / 1000;
    before = stamp;
    if (player.playing) {
      player.advance(Math.min(seconds, 0.25));
      if (seconds > 0) adapt(seconds);
      redraw(seconds);
    } else if (world && world.eyes.stirred()) {
      redraw();
    }
    requestAnimationFrame(frame);
  }

  function dress() {
    for (const model of world ? world.models : []) model.dress(theme());
    chart.dress();
    redraw();
  }

  window.addEventListener("resize", () => { fit(); redraw(); });
  document.addEventListener("dressed", dress);
  window.replay = { seek: (t) => player.seek(t), look: (name) => player.look(name), play: (on) => player.play(on),
    get pixelRatio() { return ratio; }, get seconds() { return usual; } };
  fit();
  dress();
  player.begin();
  document.documentElement.dataset.ready = world ? "true" : "flat";
  requestAnimationFrame(frame);
}

start();
