// The sea surface: every wave of the flight, added up at the corners of a fan of triangles below the eye.
// Waves shorter than the triangles are faded out with distance.
import { palette } from "shortdeck/palette";

const FINE = [92, 144]; // rings, sectors
const COARSE = [64, 96]; // where no graphics processor draws
const FAR = 8000;
const FINEST = [3, 45]; // m, radius of the inmost ring for a low and a high eye

// Corners as ring (0 at the middle, 1 at the horizon) and direction; the program gives them their radius.
function fan(THREE, RINGS, SECTORS) {
  const points = [];
  for (let k = 0; k <= RINGS; k += 1) {
    for (let j = 0; j < SECTORS; j += 1) {
      const a = (2 * Math.PI * (j + 0.5 * (k % 2))) / SECTORS;
      points.push(Math.cos(a), k === 0 ? -1 : (k - 1) / (RINGS - 1), Math.sin(a));
    }
  }
  const faces = [];
  for (let k = 0; k < RINGS; k += 1) {
    for (let j = 0; j < SECTORS; j += 1) {
      const n = (j + 1) % SECTORS;
      const shift = k % 2;
      const [a, b, c, d] = [k * SECTORS + j, k * SECTORS + n, (k + 1) * SECTORS + j, (k + 1) * SECTORS + n];
      if (shift) faces.push(a, b, d, a, d, c);
      else faces.push(a, b, c, b, d, c);
    }
  }
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute("position", new THREE.Float32BufferAttribute(points, 3));
  geometry.setIndex(faces);
  return geometry;
}

// The components at a moment as (k_x, k_z, real, imaginary), longest waves first.
function turning(sea) {
  const now = new Float32Array(4 * Math.max(sea.count, 1));
  return {
    now,
    at(t) {
      for (let c = 0; c < sea.count; c += 1) {
        const [kx, kz, omega, re, im] = sea.rows.subarray(c * 5, c * 5 + 5);
        const [cs, sn] = [Math.cos(omega * t), Math.sin(omega * t)];
        now[4 * c] = kx;
        now[4 * c + 1] = kz;
        now[4 * c + 2] = re * cs - im * sn;
        now[4 * c + 3] = re * sn + im * cs;
      }
    },
  };
}

const VERTEX = `
uniform vec4 waves[COUNT]; uniform vec2 centre; uniform float shipX; uniform float finest;
varying vec3 at; varying vec2 slope; varying float away;
void main() {
  float growth = log(FAR / finest);
  float radius = position.y < 0.0 ? 0.0 : finest * exp(growth * position.y);
  float spacing = max(radius * max(growth / (RINGS - 1.0), 6.2832 / SECTORS), 0.5 * finest);
  vec2 p = radius * position.xz + centre;
  vec2 q = p - vec2(shipX, 0.0);
  float up = 0.0; vec2 s = vec2(0.0);
  float shortest = 6.2832 / (2.2 * spacing);
  for (int c = 0; c < COUNT; c++) {
    vec4 w = waves[c];
    float k = length(w.xy);
    if (k > shortest) break;
    float weight = min(2.0 - 2.0 * k / shortest, 1.0);
    float turn = dot(w.xy, q);
    float cs = weight * cos(turn), sn = weight * sin(turn);
    up += w.z * cs + w.w * sn;
    s += (w.w * cs - w.z * sn) * w.xy;
  }
  at = vec3(p.x, up, p.y); slope = s; away = radius;
  gl_Position = projectionMatrix * viewMatrix * vec4(at, 1.0);
}`;

const FRAGMENT = `
uniform vec3 deep; uniform vec3 shallow; uniform vec3 horizon; uniform vec3 skyColour; uniform vec3 sunWay; uniform float sunPower;
varying vec3 at; varying vec2 slope; varying float away;
void main() {
  vec3 n = normalize(vec3(-slope.x, 1.0, -slope.y));
  vec3 v = normalize(cameraPosition - at);
  float facing = max(dot(n, v), 0.0);
  float fresnel = 0.03 + 0.97 * pow(1.0 - facing, 5.0);
  vec3 back = reflect(-v, n);
  vec3 sky = mix(horizon, skyColour, pow(clamp(back.y, 0.0, 1.0), 0.6));
  // Slopes towards the light are bright and those away from it dark, more so than a camera would see them.
  float lean = dot(slope, -normalize(sunWay.xz));
  vec3 body = mix(deep, shallow, clamp(0.42 + 3.2 * lean + 0.12 * at.y, 0.0, 1.0));
  vec3 colour = mix(body, sky, min(0.8 * fresnel, 0.6));
  float glint = pow(max(dot(back, sunWay), 0.0), 220.0);
  colour += sunPower * glint * vec3(1.0, 0.97, 0.9);
  gl_FragColor = vec4(mix(colour, horizon, smoothstep(900.0, 6500.0, away)), 1.0);
}`;

export function water(THREE, flight, software) {
  if (!flight.sea.water) return land(THREE, flight);
  const colour = () => ({ value: new THREE.Color() });
  const waves = turning(flight.sea);
  const [rings, sectors] = software ? COARSE : FINE;
  const uniforms = {
    waves: { value: waves.now }, centre: { value: new THREE.Vector2() }, shipX: { value: flight.sea.centre },
    finest: { value: FINEST[0] }, deep: colour(), shallow: colour(), horizon: colour(), skyColour: colour(),
    sunWay: { value: new THREE.Vector3(-0.45, 0.8, -0.55).normalize() }, sunPower: { value: 0.6 },
  };
  const defines = { COUNT: Math.max(flight.sea.count, 1), FAR: FAR.toFixed(1), RINGS: rings.toFixed(1), SECTORS: sectors.toFixed(1) };
  const material = new THREE.ShaderMaterial({ side: THREE.DoubleSide, defines, uniforms, vertexShader: VERTEX, fragmentShader: FRAGMENT });
  const object = new THREE.Mesh(fan(THREE, rings, sectors), material);
  object.frustumCulled = false;
  return {
    object,
    move(t, eye) {
      waves.at(t);
      uniforms.centre.value.set(eye.x, eye.z);
      uniforms.finest.value = Math.min(Math.max(0.16 * eye.y, FINEST[0]), FINEST[1]);
    },
    dress(theme) {
      const p = palette(theme);
      const set = (name, value) => uniforms[name].value.setStyle(value, THREE.LinearSRGBColorSpace);
      set("deep", p.deepWater);
      set("shallow", p.water);
      set("horizon", p.horizon);
      set("skyColour", p.sky);
      uniforms.sunPower.value = theme === "dark" ? 0.25 : 0.6;
    },
  };
}

function land(THREE, flight) {
  const material = new THREE.MeshLambertMaterial();
  const object = new THREE.Mesh(new THREE.CircleGeometry(FAR, 48), material);
  object.rotation.x = -Math.PI / 2;
  object.position.y = Math.min(flight.ship.box[0][1] + flight.ship.height, 0) - 0.02;
  return { object, move(t, eye) { object.position.x = eye.x; object.position.z = eye.z; },
    dress(theme) { material.color.set(palette(theme).land); } };
}
