// What is not there to be seen: the path flown and to be flown, the glideslope, the wind.
import { dresser } from "shortdeck/ship";

const ARROW = 1.2; // m of arrow for each m/s of wind over deck
const FELT = 0.35; // of the wind at the aircraft, which is looked at from near by
const EVERY = 5; // samples between points of the path

function line(THREE, points, paint, colour, options = {}) {
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute("position", new THREE.BufferAttribute(points, 3));
  const kind = options.dashed ? THREE.LineDashedMaterial : THREE.LineBasicMaterial;
  const material = new kind(options.dashed ? { dashSize: 12, gapSize: 8 } : {});
  material.transparent = true;
  material.opacity = options.opacity ?? 1;
  paint.push([material, colour]);
  const object = new THREE.Line(geometry, material);
  if (options.dashed) object.computeLineDistances();
  object.frustumCulled = false;
  return object;
}

// An arrow along +x of length one; it is stretched to the speed.
function arrow(THREE, paint, colour, scale) {
  const group = new THREE.Group();
  const material = new THREE.MeshLambertMaterial();
  paint.push([material, colour]);
  const shaft = new THREE.Mesh(new THREE.CylinderGeometry(0.13 * scale, 0.13 * scale, 1, 8), material);
  shaft.rotation.z = -Math.PI / 2;
  const head = new THREE.Mesh(new THREE.ConeGeometry(0.5 * scale, 1.8 * scale, 10), material);
  head.rotation.z = -Math.PI / 2;
  group.add(shaft, head);
  const ahead = new THREE.Vector3(1, 0, 0);
  const way = new THREE.Vector3();
  return {
    group,
    point(x, y, z) {
      way.set(x, y, z);
      const speed = way.length();
      group.visible = speed > 0.3;
      if (!group.visible) return;
      const long = Math.max(speed * scale, 2.2 * scale);
      shaft.scale.y = long - 1.8 * scale;
      shaft.position.x = 0.5 * (long - 1.8 * scale);
      head.position.x = long - 0.9 * scale;
      group.quaternion.setFromUnitVectors(ahead, way.normalize());
    },
  };
}

function pathPoints(flight) {
  const count = Math.floor((flight.time.length - 1) / EVERY) + 2;
  const points = new Float32Array(count * 3);
  const times = [];
  for (let k = 0; k < count; k += 1) {
    const from = Math.min(k * EVERY, flight.time.length - 1);
    points.set(flight.aircraft.place.subarray(from * 3, from * 3 + 3), k * 3);
    times.push(flight.time[from]);
  }
  return { points, times };
}

export function marks(THREE, flight) {
  const object = new THREE.Group();
  const paint = [];
  const { points, times } = pathPoints(flight);
  const flown = line(THREE, points, paint, "path");
  const ahead = line(THREE, points, paint, "ahead", { opacity: 0.55 });
  object.add(flown, ahead);
  if (flight.glideslope) {
    const slope = new Float32Array(flight.glideslope.points.flat());
    object.add(line(THREE, slope, paint, "slope", { dashed: true }));
  }
  // The mean wind over deck, 10 m above the port edge at five stations.
  const [low, high] = flight.ship.box;
  for (let k = 0; k < 5; k += 1) {
    const sign = arrow(THREE, paint, "wind", ARROW);
    const x = flight.ship.line.end * (0.1 + 0.2 * k);
    sign.group.position.set(x, flight.ship.height + 10, low[2] * 1.0);
    sign.point(...flight.wind_over_deck);
    object.add(sign.group);
  }
  // The air that the aircraft flies in, from above its wing.
  const felt = arrow(THREE, paint, "wind", FELT);
  object.add(felt.group);
  const nose = new THREE.Vector3();
  const q = new THREE.Quaternion();
  return {
    object,
    move(now) {
      let count = 0;
      while (count < times.length && times[count] <= now.t) count += 1;
      flown.geometry.setDrawRange(0, count);
      ahead.geometry.setDrawRange(Math.max(count - 1, 0), points.length / 3);
      nose.set(0, 0.17 * flight.span, 0).applyQuaternion(q.set(...now.aircraft.attitude));
      felt.group.position.set(...now.aircraft.place).add(nose);
      felt.point(...now.wind);
    },
    dress: dresser(paint),
  };
}
