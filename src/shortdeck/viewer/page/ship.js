// The ship or the runway, with what is painted on it.
import { palette } from "shortdeck/palette";

export function mesh(THREE, item, paint) {
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute("position", new THREE.BufferAttribute(item.vertices, 3));
  geometry.setIndex(new THREE.BufferAttribute(item.faces, 1));
  if (item.smooth) geometry.computeVertexNormals();
  const material = new THREE.MeshLambertMaterial({ side: THREE.DoubleSide, flatShading: !item.smooth });
  if (item.name === "ramp") Object.assign(material, { polygonOffset: true, polygonOffsetFactor: -2, polygonOffsetUnits: -2 });
  paint.push([material, item.colour]);
  return new THREE.Mesh(geometry, material);
}

export function dresser(paint) {
  return (theme) => {
    const p = palette(theme);
    for (const [material, colour] of paint) material.color.set(p[colour]);
  };
}

export function shipModel(THREE, flight) {
  const object = new THREE.Group();
  const paint = [];
  for (const piece of flight.ship.pieces) object.add(mesh(THREE, piece, paint));
  for (const line of flight.ship.paints) {
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute("position", new THREE.BufferAttribute(line.points, 3));
    const material = new THREE.LineBasicMaterial();
    paint.push([material, line.colour]);
    object.add(new THREE.Line(geometry, material));
  }
  return {
    object,
    move(now) {
      object.position.set(...now.deck.place);
      object.quaternion.set(...now.deck.attitude);
      object.updateMatrixWorld();
    },
    dress: dresser(paint),
  };
}
