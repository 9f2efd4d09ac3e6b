// Four eyes: behind the aircraft, on deck, abeam, above. Each can be turned and zoomed by hand.
export const CAMERAS = [["chase", "Chase"], ["deck", "Deck"], ["side", "Side"], ["above", "Above"]];

export function cameras(THREE, flight, canvas) {
  const camera = new THREE.PerspectiveCamera(45, 1.6, 0.5, 20000);
  const hand = { turn: 0, lift: 0, zoom: 1 };
  let touched = true;
  const target = new THREE.Vector3();
  const eye = new THREE.Vector3();
  const offset = new THREE.Vector3();
  const q = new THREE.Quaternion();
  const ahead = new THREE.Vector3();
  const deck = new THREE.Matrix4();
  const one = new THREE.Vector3(1, 1, 1);
  const size = flight.span;
  const [low, high] = flight.ship.box;
  const launching = flight.about.task === "launch";
  const { line } = flight.ship;

  // A place of the deck frame (forward, over deck, to starboard) in the scene.
  function onDeck(now, x, y, z) {
    deck.compose(eye.set(...now.deck.place).clone(), q.set(...now.deck.attitude), one);
    return new THREE.Vector3(x, y, z).applyMatrix4(deck);
  }

  function chase(now) {
    target.set(...now.aircraft.place);
    ahead.set(1, 0, 0).applyQuaternion(q.set(...now.aircraft.attitude)).setY(0).normalize();
    eye.copy(target).addScaledVector(ahead, -1.4 * size);
    eye.y += 0.34 * size;
    target.addScaledVector(ahead, 0.6 * size);
    return 45;
  }

  // From the port edge of the deck, by the touchdown or by the bow; it zooms in on what is far.
  function fromDeck(now) {
    const x = launching ? Math.max(line.end - 60, 0) : flight.glideslope.points[0][0] + 25;
    eye.copy(onDeck(now, Math.min(x, line.end), 3.4, low[2] + 0.5));
    target.set(...now.aircraft.place);
    const far = eye.distanceTo(target);
    return Math.min(Math.max(2 * Math.atan((1.2 * size) / far) * 57.3, 6), 62);
  }

  const gap = (x) => Math.max(-x, x - line.end, 0);

  // From abeam to port, at the aircraft's side, with the ship in view when she is near.
  function side(now) {
    const x = now.aircraft.place[0];
    const towards = x < 0 ? 1 : -1;
    const away = 52 + Math.min(0.5 * gap(x), 190);
    target.set(x + towards * Math.min(0.42 * gap(x), 150) + (launching ? 8 : -8) * (gap(x) === 0), now.aircraft.place[1], now.aircraft.place[2]);
    target.y = Math.max(target.y - 0.05 * away, 6);
    eye.set(target.x, target.y + 0.16 * away, target.z - away);
    return 42;
  }

  // Straight down, bow to the right as on a deck plan.
  function above(now) {
    const x = now.aircraft.place[0];
    const towards = x < 0 ? 1 : -1;
    const half = Math.max((0.5 * gap(x) + 75) / camera.aspect, 48);
    target.set(x + towards * 0.5 * gap(x), flight.ship.height, gap(x) > 0 ? 0.5 * now.aircraft.place[2] : line.y);
    eye.set(target.x, flight.ship.height + half / Math.tan(0.39), target.z + 0.001);
    return 45;
  }

  const BY_NAME = { chase, deck: fromDeck, side, above };

  function turned(name) {
    offset.copy(eye).sub(target);
    if (name === "deck") {
      camera.fov /= hand.zoom;
      return;
    }
    const s = new THREE.Spherical().setFromVector3(offset);
    if (name !== "above") s.theta += hand.turn;
    s.phi = Math.min(Math.max(s.phi - hand.lift, name === "above" ? 0 : 0.02), 1.62);
    s.radius = Math.max(s.radius / hand.zoom, 4);
    eye.copy(target).add(offset.setFromSpherical(s));
    eye.y = Math.max(eye.y, 3);
  }

  function change(turn, lift, zoom) {
    hand.turn += turn;
    hand.lift = Math.min(Math.max(hand.lift + lift, -1.5), 1.5);
    hand.zoom = Math.min(Math.max(hand.zoom * zoom, 0.15), 12);
    touched = true;
  }

  function listen() {
    const held = new Map();
    let spread = 0;
    canvas.addEventListener("pointerdown", (e) => { held.set(e.pointerId, e); canvas.setPointerCapture(e.pointerId); });
    canvas.addEventListener("pointerup", (e) => { held.delete(e.pointerId); spread = 0; });
    canvas.addEventListener("pointercancel", (e) => { held.delete(e.pointerId); spread = 0; });
    canvas.addEventListener("pointermove", (e) => {
      const last = held.get(e.pointerId);
      if (!last) return;
      held.set(e.pointerId, e);
      if (held.size === 1) change(-0.006 * (e.clientX - last.clientX), 0.006 * (e.clientY - last.clientY), 1);
      else {
        const [a, b] = [...held.values()];
        const now = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
        if (spread) change(0, 0, now / spread);
        spread = now;
      }
    });
    canvas.addEventListener("wheel", (e) => { e.preventDefault(); change(0, 0, Math.exp(-0.0012 * e.deltaY)); }, { passive: false });
    canvas.addEventListener("keydown", (e) => {
      const steps = { ArrowLeft: [0.06, 0, 1], ArrowRight: [-0.06, 0, 1], ArrowUp: [0, 0.05, 1], ArrowDown: [0, -0.05, 1],
        "+": [0, 0, 1.12], "=": [0, 0, 1.12], "-": [0, 0, 1 / 1.12] };
      if (!steps[e.key]) return;
      e.preventDefault();
      change(...steps[e.key]);
    });
    document.addEventListener("look", () => { Object.assign(hand, { turn: 0, lift: 0, zoom: 1 }); touched = true; });
  }

  listen();
  return {
    camera,
    // ``covered``: pixels at the left that the instruments take, so that the middle is that of the rest.
    resize(width, height, covered) {
      camera.aspect = width / height;
      camera.setViewOffset(width, height, -covered / 2, 0, width, height);
      touched = true;
    },
    stirred() { const was = touched; touched = false; return was; },
    move(now, name) {
      camera.fov = BY_NAME[name](now);
      if (camera.aspect < 1) camera.fov = Math.min(camera.fov * 1.35, 80);
      turned(name);
      camera.up.set(0, 1, 0);
      if (name === "above") camera.up.set(Math.sin(hand.turn), 0, -Math.cos(hand.turn));
      camera.position.copy(eye);
      camera.lookAt(target);
      camera.updateProjectionMatrix();
      camera.updateMatrixWorld();
    },
  };
}
