// Colours by name, in daylight and at dusk.
const LIGHT = {
  sky: "#7fa9cc", horizon: "#dfe8ee", sun: 2.3, ambient: 1.5, ground: "#5b6b70", deepWater: "#123c50", water: "#2c6a80",
  land: "#8d9a78", body: "#c9ced2", wing: "#b9c0c6", control: "#d99a3d", dark: "#20262b", gear: "#7b8389", disc: "#30383f",
  deck: "#5d666c", ramp: "#76808a", hull: "#8e99a1", bottom: "#7a3a32", island: "#a4aeb5", edge: "#f4f6f7", line: "#ffd84a",
  lift: "#c6d2da", path: "#d22b2b", ahead: "#6f7f8a", slope: "#0b6fb0", wind: "#7a1fa2", shadow: "#262d32",
};
const DARK = {
  ...LIGHT, sky: "#0b1a28", horizon: "#2b3f4f", sun: 1.3, ambient: 0.9, ground: "#1c262c", deepWater: "#04121b",
  water: "#123446", land: "#3a4434", path: "#ff7b6b", ahead: "#8fa2b0", slope: "#6cc4ff", wind: "#e0a6ff", shadow: "#12171a",
};

export function palette(theme) {
  return theme === "dark" ? DARK : LIGHT;
}
