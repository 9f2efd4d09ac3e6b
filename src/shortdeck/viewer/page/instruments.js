// Attitude, numbers and gear loads.
const KNOTS = 3600 / 1852;
const DEGREES = 180 / Math.PI;

const signed = (value, digits) => {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace("-", "\u2212");
};

const DIALS = [
  ["airspeed", (n) => `${signed(n.airspeed * KNOTS, 1)} kn`],
  ["wheels over deck", (n) => (n.left_load + n.right_load > 0 ? "on deck" : `${signed(-n.main_z, n.main_z < -20 ? 0 : 2)} m`)],
  ["vertical speed", (n) => `${signed(-n.v_down, 2)} m/s`],
  ["bank", (n) => `${signed(n.roll * DEGREES, 1)}\u00b0`],
  ["pitch", (n) => `${signed(n.pitch * DEGREES, 1)}\u00b0`],
  ["angle of attack", (n) => (n.airspeed > 5 ? `${signed(n.alpha * DEGREES, 1)}\u00b0` : "\u2013")],
  ["throttle", (n) => `${signed(n.throttle * 100, 0)} %`],
  ["load factor", (n) => signed(n.load_factor, 2)],
  ["wind here", (n) => `${signed(Math.hypot(...n.wind) * KNOTS, 1)} kn`],
  ["wheels from stern", (n) => `${signed(n.main_x, 1)} m`],
  ["deck pitch, roll", (n) => `${signed(n.ship_pitch * DEGREES, 1)}\u00b0, ${signed(n.ship_roll * DEGREES, 1)}\u00b0`],
  ["deck heave, up", (n) => `${signed(-n.ship_heave, 2)} m`],
];

function attitude(svg) {
  const lines = [-30, -20, -10, 10, 20, 30]
    .map((a) => `<line x1="${-8 - Math.abs(a) / 5}" x2="${8 + Math.abs(a) / 5}" y1="${-a * 1.3}" y2="${-a * 1.3}" stroke="#fff" stroke-width="1"/>`)
    .join("");
  svg.innerHTML = `<defs><clipPath id="ring"><circle r="46"/></clipPath></defs>
    <g clip-path="url(#ring)"><g id="ball"><rect x="-120" y="-160" width="240" height="160" fill="#2d6ea3"/>
    <rect x="-120" y="0" width="240" height="160" fill="#6b4a24"/><line x1="-120" x2="120" y1="0" y2="0" stroke="#fff" stroke-width="1.5"/>${lines}</g></g>
    <circle r="46" fill="none" stroke="currentColor" stroke-width="2"/>
    <path d="M-26 0 H-9 L0 8 L9 0 H26" fill="none" stroke="#ffd84a" stroke-width="3.5"/><path d="M0 -46 l-5 -4 h10 z" fill="currentColor"/>`;
  return svg.querySelector("#ball");
}

function bars(box, limits) {
  const legs = [["nose", "nose_load", "nose"], ["left", "left_load", "main"], ["right", "right_load", "main"]];
  return legs.map(([label, channel, kind]) => {
    const limit = limits[`${kind}_load_limit`];
    const full = limits[`${kind}_load_ultimate`] * 1.1;
    const row = document.createElement("div");
    row.className = "bar";
    row.innerHTML = `<span>${label}</span><span class="track"><span class="fill"></span><span class="mark" title="limit load"></span></span><span></span>`;
    row.querySelector(".mark").style.left = `${(100 * limit) / full}%`;
    box.append(row);
    return { row, channel, limit, full, fill: row.querySelector(".fill"), text: row.lastElementChild };
  });
}

export function instruments(flight) {
  const dials = document.getElementById("dials");
  const shown = DIALS.map(([label, text]) => {
    const value = document.createElement("dd");
    value.dataset.dial = label;
    dials.append(Object.assign(document.createElement("dt"), { textContent: label }), value);
    return [value, text];
  });
  const svg = document.getElementById("horizon");
  const ball = attitude(svg);
  const box = document.getElementById("loads");
  const legs = bars(box, flight.limits);
  return {
    show(now) {
      for (const [value, text] of shown) value.textContent = text(now);
      ball.setAttribute("transform", `rotate(${-now.roll * DEGREES}) translate(0 ${now.pitch * DEGREES * 1.3})`);
      svg.setAttribute("aria-label", `Attitude: bank ${signed(now.roll * DEGREES, 0)} degrees, pitch ${signed(now.pitch * DEGREES, 0)} degrees`);
      const said = [];
      for (const leg of legs) {
        const load = now[leg.channel];
        leg.fill.style.width = `${Math.min(Math.max((100 * load) / leg.full, 0), 100)}%`;
        leg.row.classList.toggle("over", load > leg.limit);
        leg.text.textContent = `${signed(load / 1000, 1)} kN`;
        said.push(`${leg.channel.split("_")[0]} ${signed(load / 1000, 1)} kN of ${signed(leg.limit / 1000, 1)} kN limit`);
      }
      box.setAttribute("aria-label", `Loads of the landing gear: ${said.join(", ")}`);
    },
  };
}
