// The aircraft: parts that turn with their channels, legs that give way, a shadow on the deck below.
import { along } from "shortdeck/data";
import { dresser, mesh } from "shortdeck/ship";

const BLUR = 60; // rad/s above which the propeller is seen as a disc

export function aircraftModel(THREE, flight) {
  const object = new THREE.Group();
  const paint = [];
  const moving = [];
  const legs = [];
  const dark = [];
  let disc = null;
  for (const part of flight.craft) {
    const shown = mesh(THREE, part, paint);
    const holder = new THREE.Group();
    holder.add(shown);
    object.add(holder);
    if (part.moves) {
      const { pivot, axis } = part.moves;
      const hinge = new THREE.Group();
      hinge.position.set(...pivot);
      shown.position.set(-pivot[0], -pivot[1], -pivot[2]);
      hinge.add(shown);
      holder.add(hinge);
      moving.push({ hinge, axis: new THREE.Vector3(...axis).normalize(), moves: part.moves });
    }
    if (part.leg) legs.push({ holder, leg: part.leg });
    if (part.colour === "disc") {
      disc = shown;
      shown.material.transparent = true;
      shown.material.opacity = 0.22;
      shown.material.depthWrite = false;
    } else dark.push(part);
  }
  const shadow = shadowOf(THREE, flight, dark, paint);
  const lift = { nose: "nose_depth", left: "left_depth", right: "right_depth" };
  return {
    object,
    shadow: shadow.object,
    move(now) {
      object.position.set(...now.aircraft.place);
      object.quaternion.set(...now.aircraft.attitude);
      for (const { hinge, axis, moves } of moving) {
        const angle = moves.gain * now[moves.channel] + (moves.second ? moves.second_gain * now[moves.second] : 0);
        hinge.quaternion.setFromAxisAngle(axis, angle);
      }
      for (const { holder, leg } of legs) holder.position.y = Math.max(now[lift[leg]], 0);
      if (disc) disc.visible = now.propeller_speed > BLUR;
      object.updateMatrixWorld();
      shadow.move(now, object);
    },
    dress: dresser(paint),
  };
}

// The aircraft pressed flat onto the deck, cut off at the deck's box.
function shadowOf(THREE, flight, parts, paint) {
  const vertices = [];
  const faces = [];
  for (const part of parts) {
    const first = vertices.length / 3;
    for (const v of part.vertices) vertices.push(v);
    for (const f of part.faces) faces.push(f + first);
  }
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute("position", new THREE.Float32BufferAttribute(vertices, 3));
  geometry.setIndex(faces);
  const [low, high] = flight.ship.box;
  const walls = [[1, 0, 0], [-1, 0, 0], [0, 0, 1], [0, 0, -1]].map((n) => new THREE.Plane(new THREE.Vector3(...n), 0));
  const far = [-Math.max(low[0], 0), flight.ship.line.end, -low[2], high[2]];
  const material = new THREE.MeshBasicMaterial({ side: THREE.DoubleSide, clippingPlanes: walls });
  paint.push([material, "shadow"]);
  const object = new THREE.Mesh(geometry, material);
  object.matrixAutoUpdate = false;
  object.frustumCulled = false;
  const inverse = new THREE.Matrix4();
  const press = new THREE.Matrix4();
  const deck = new THREE.Matrix4();
  const surface = flight.ship.surface;
  return {
    object,
    move(now, craft) {
      deck.compose(new THREE.Vector3(...now.deck.place), new THREE.Quaternion(...now.deck.attitude), new THREE.Vector3(1, 1, 1));
      inverse.copy(deck).invert().multiply(craft.matrixWorld);
      const x = inverse.elements[12];
      object.visible = x > -10 && x < flight.ship.line.end + 10 && inverse.elements[13] < 60;
      if (!object.visible) return;
      // Flat in the deck's plane, tilted with the ramp below.
      const [a, b] = [along(surface.x, surface.rise, x - 3), along(surface.x, surface.rise, x + 3)];
      const tilt = (b - a) / 6;
      const level = 0.5 * (a + b) + 0.05 - tilt * x;
      press.set(1, 0, 0, 0, tilt, 0, 0, level, 0, 0, 1, 0, 0, 0, 0, 1);
      object.matrix.copy(press).multiply(inverse);
      walls.forEach((wall, k) => {
        wall.normal.set(...[[1, 0, 0], [-1, 0, 0], [0, 0, 1], [0, 0, -1]][k]);
        wall.constant = far[k];
        wall.applyMatrix4(deck);
      });
    },
  };
}
