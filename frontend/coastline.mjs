// Denmark and the nearest coasts of its neighbours, cut out of Natural Earth's countries.
import { feature } from "topojson-client";

const DENMARK = "208";
const NEIGHBOURS = ["276", "578", "752"]; // Germany, Norway, Sweden
const FRAME = { west: 4, south: 53, east: 18, north: 60 };

/** GeoJSON features with the property `denmark`, true or false. */
export function coastline(world) {
  const countries = world.objects.countries.geometries;
  const features = [...NEIGHBOURS, DENMARK].map((id) => {
    const country = feature(world, countries.find((each) => each.id === id));
    return {
      type: "Feature",
      properties: { denmark: id === DENMARK },
      geometry: { type: "MultiPolygon", coordinates: insideFrame(country.geometry) },
    };
  });
  return { type: "FeatureCollection", features };
}

function insideFrame(geometry) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons
    .map((rings) => rings.map(clipped).filter((ring) => ring.length > 3))
    .filter((rings) => rings.length);
}

// Sutherland and Hodgman: cut the ring by one edge of the frame after the other.
function clipped(ring) {
  const edges = [
    [0, FRAME.west, 1],
    [0, FRAME.east, -1],
    [1, FRAME.south, 1],
    [1, FRAME.north, -1],
  ];
  const cut = edges.reduce((points, [axis, limit, sign]) => {
    const inside = (point) => (point[axis] - limit) * sign >= 0;
    return points.flatMap((point, index) => {
      const before = points.at(index - 1);
      const crossing = () => {
        const part = (limit - before[axis]) / (point[axis] - before[axis]);
        return before.map((value, each) => value + part * (point[each] - value));
      };
      if (inside(point)) return inside(before) ? [point] : [crossing(), point];
      return inside(before) ? [crossing()] : [];
    });
  }, ring.slice(0, -1));
  return [...cut, ...cut.slice(0, 1)].map((point) => point.map((value) => +value.toFixed(4)));
}

const mercator = (lat) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));

/** The size of the drawing and a function from longitude and latitude to its units. */
function projection({ west, east, south, north, width }) {
  const scale = width / ((east - west) * (Math.PI / 180));
  const top = mercator(north);
  return {
    height: Math.round((top - mercator(south)) * scale),
    place: ([lon, lat]) => [(lon - west) * (Math.PI / 180) * scale, (top - mercator(lat)) * scale],
  };
}

/** The same coast as an SVG, in the theme's colours, with `#land` for a page's own drawing. */
export function coastlineSvg(land, { map, colours }) {
  const { height, place } = projection(map);
  const { inset } = map;
  const path = (features, within) => {
    const rings = features.flatMap(({ geometry }) =>
      geometry.coordinates.filter(([outer]) => outer.some(within)).flat(),
    );
    return rings.map((ring) => `M${ring.map((point) => thinned(place(point))).join("L")}Z`).join("");
  };
  const thinned = (point) => point.map((value) => value.toFixed(1)).join(" ");
  const inInset = ([lon]) => lon > inset.west;
  const [denmark, others] = [true, false].map((own) =>
    land.features.filter(({ properties }) => properties.denmark === own),
  );
  const [left, top] = place([inset.west, inset.north]);
  const [right, bottom] = place([inset.east, inset.south]);
  const coast = `fill="${colours.land}" stroke="${colours.coast}" stroke-width="0.8"`;
  const box = `width="${(right - left).toFixed(1)}" height="${(bottom - top).toFixed(1)}"`;
  const shift = `translate(${(inset.x - left).toFixed(1)} ${(inset.y - top).toFixed(1)})`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${map.width} ${height}"><g id="land">
<path fill="${colours.neighbour}" d="${path(others, ([lon]) => lon < inset.west)}"/>
<path ${coast} d="${path(denmark, (point) => !inInset(point))}"/>
<rect x="${inset.x}" y="${inset.y}" ${box} fill="${colours.sea}" stroke="${colours.coast}"/>
<path ${coast} transform="${shift}" d="${path(denmark, inInset)}"/>
</g></svg>
`;
}
