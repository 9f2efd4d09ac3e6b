// Height of the wheels over deck level and airspeed over the whole flight, with a cursor and the events.
const KNOTS = 3600 / 1852;

export function strip(flight, seek) {
  const canvas = document.getElementById("strip");
  const pen = canvas.getContext("2d");
  const { time } = flight;
  const [first, last] = [time[0], time[time.length - 1]];
  let now = first;
  const lines = [
    { name: "wheels over deck level / m", values: flight.channels.main_z, scale: -1, colour: "--accent", dash: [] },
    { name: "airspeed / kn", values: flight.channels.airspeed, scale: KNOTS, colour: "--bad", dash: [6, 3] },
  ];
  for (const line of lines) {
    let [low, high] = [Infinity, -Infinity];
    for (const v of line.values) { low = Math.min(low, v * line.scale); high = Math.max(high, v * line.scale); }
    Object.assign(line, { low, high: Math.max(high, low + 1e-3) });
  }
  const MARGIN = 8;
  const x = (t) => MARGIN + ((t - first) / (last - first)) * (canvas.clientWidth - 2 * MARGIN);

  // Everything but the cursor, drawn once for each size and dress.
  const still = document.createElement("canvas");
  const ink = still.getContext("2d");

  function draw() {
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(still, 0, 0);
    const ratio = canvas.width / canvas.clientWidth;
    pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--ink");
    pen.fillRect((x(now) - 1) * ratio, 16 * ratio, 2 * ratio, canvas.height);
  }

  function lay() {
    still.width = canvas.width;
    still.height = canvas.height;
    const pen = ink;
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const [w, h] = [canvas.clientWidth, canvas.clientHeight];
    pen.setTransform(canvas.width / w, 0, 0, canvas.height / h, 0, 0);
    pen.font = w < 520 ? "9.5px system-ui, sans-serif" : "12px system-ui, sans-serif";
    pen.lineWidth = 1;
    pen.strokeStyle = colour("--line");
    for (const [t] of flight.events) { pen.beginPath(); pen.moveTo(x(t), 18); pen.lineTo(x(t), h); pen.stroke(); }
    let label = MARGIN;
    for (const line of lines) {
      const y = (v) => h - 6 - ((v * line.scale - line.low) / (line.high - line.low)) * (h - 28);
      pen.strokeStyle = colour(line.colour);
      pen.lineWidth = 1.6;
      pen.setLineDash(line.dash);
      pen.beginPath();
      const step = Math.max(1, Math.floor(time.length / w));
      for (let k = 0; k < time.length; k += step) pen[k ? "lineTo" : "moveTo"](x(time[k]), y(line.values[k]));
      pen.stroke();
      pen.setLineDash([]);
      pen.fillStyle = colour(line.colour);
      const text = `${line.dash.length ? "- - " : "\u2014 "}${line.name}: ${line.low.toFixed(1)} to ${line.high.toFixed(1)}`;
      pen.fillText(text.replaceAll("-0.0", "0.0"), label, 12);
      label += pen.measureText(text).width + (w < 520 ? 8 : 24);
    }
    draw();
  }

  const pick = (e) => {
    const box = canvas.getBoundingClientRect();
    seek(first + ((e.clientX - box.left - MARGIN) / (box.width - 2 * MARGIN)) * (last - first));
  };
  canvas.addEventListener("pointerdown", (e) => { canvas.setPointerCapture(e.pointerId); pick(e); });
  canvas.addEventListener("pointermove", (e) => { if (e.buttons) pick(e); });
  const size = () => {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = Math.round(canvas.clientWidth * ratio);
    canvas.height = Math.round(canvas.clientHeight * ratio);
  };
  size();
  return { show(t) { now = t; draw(); }, resize() { size(); lay(); }, dress: lay };
}
