// Arrays out of base64, and the state of everything at a moment between two samples.

function bytes(text) {
  const raw = atob(text);
  const out = new Uint8Array(raw.length);
  for (let k = 0; k < raw.length; k += 1) out[k] = raw.charCodeAt(k);
  return out.buffer;
}

export function decode(item) {
  if (Array.isArray(item)) return item.map(decode);
  if (item === null || typeof item !== "object") return item;
  if (typeof item.f32 === "string") return new Float32Array(bytes(item.f32));
  if (typeof item.u32 === "string") return new Uint32Array(bytes(item.u32));
  return Object.fromEntries(Object.entries(item).map(([key, value]) => [key, decode(value)]));
}

function place(time, t) {
  let low = 0;
  let high = time.length - 1;
  if (t <= time[0]) return [0, 0];
  if (t >= time[high]) return [high - 1, 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (time[middle] <= t) low = middle;
    else high = middle;
  }
  return [low, (t - time[low]) / Math.max(time[high] - time[low], 1e-9)];
}

function mix(values, width, k, share) {
  const out = new Array(width);
  for (let j = 0; j < width; j += 1) {
    const a = values[k * width + j];
    out[j] = a + share * (values[(k + 1) * width + j] - a);
  }
  return out;
}

function turned(values, k, share) {
  const q = mix(values, 4, k, share); // neighbours are close and of one sign
  const size = Math.hypot(...q);
  return q.map((v) => v / size);
}

// A function of time that returns {t, aircraft, deck, wind, and every channel by its name}.
export function sampler(flight) {
  const names = Object.keys(flight.channels);
  return (t) => {
    const [k, share] = place(flight.time, t);
    const now = {
      t,
      aircraft: { place: mix(flight.aircraft.place, 3, k, share), attitude: turned(flight.aircraft.attitude, k, share) },
      deck: { place: mix(flight.deck.place, 3, k, share), attitude: turned(flight.deck.attitude, k, share) },
      wind: mix(flight.wind, 3, k, share),
    };
    for (const name of names) now[name] = mix(flight.channels[name], 1, k, share)[0];
    return now;
  };
}

export function along(xs, ys, x) {
  const [k, share] = place(xs, x);
  return ys[k] + share * (ys[k + 1] - ys[k]);
}
