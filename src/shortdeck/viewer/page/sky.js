// Light, sky and haze in two dresses.
import { palette } from "shortdeck/palette";

export function sky(THREE, scene) {
  const dome = new THREE.Mesh(
    new THREE.SphereGeometry(9000, 24, 12),
    new THREE.ShaderMaterial({
      side: THREE.BackSide, depthWrite: false, fog: false,
      uniforms: { top: { value: new THREE.Color() }, low: { value: new THREE.Color() } },
      vertexShader: "varying float h; void main() { h = normalize(position).y;"
        + " gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }",
      fragmentShader: "uniform vec3 top; uniform vec3 low; varying float h; void main() {"
        + " gl_FragColor = vec4(mix(low, top, pow(clamp(h, 0.0, 1.0), 0.6)), 1.0); }",
    }),
  );
  const sun = new THREE.DirectionalLight(0xffffff, 2.2);
  sun.position.set(-0.45, 0.8, -0.55);
  const ambient = new THREE.HemisphereLight(0xffffff, 0x444444, 1.4);
  scene.fog = new THREE.Fog(0xffffff, 900, 6500);
  scene.add(dome, sun, ambient);
  return {
    move(eye) { dome.position.copy(eye); },
    dress(theme) {
      const p = palette(theme);
      dome.material.uniforms.top.value.setStyle(p.sky, THREE.LinearSRGBColorSpace);
      dome.material.uniforms.low.value.setStyle(p.horizon, THREE.LinearSRGBColorSpace);
      scene.fog.color.set(p.horizon);
      sun.intensity = p.sun;
      ambient.intensity = p.ambient;
      ambient.groundColor.set(p.ground);
    },
  };
}
