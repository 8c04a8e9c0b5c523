/**
 * Places for marks so that none lies over another: each stays as near its point as the room allows.
 * The same way as `boligsocial.portal.spread`: points in pixels, `apart` the least distance between
 * two centres.
 */
export function spread(points, apart) {
  const places = points.map(({ x, y }, index) => ({
    x: x + Math.cos(index * 2.4) * 0.01,
    y: y + Math.sin(index * 2.4) * 0.01,
  }));
  const room = apart * 1.02;
  for (let round = 0; round < 600; round += 1) {
    if (round < 150) {
      places.forEach((place, index) => {
        place.x += (points[index].x - place.x) * 0.04;
        place.y += (points[index].y - place.y) * 0.04;
      });
    }
    if (!pushedApart(places, room) && round >= 150) break;
  }
  return places;
}

function pushedApart(places, room) {
  let touched = false;
  for (let i = 0; i < places.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const dx = places[i].x - places[j].x;
      const dy = places[i].y - places[j].y;
      const distance = Math.hypot(dx, dy);
      if (distance >= room - 1e-6) continue;
      touched = true;
      const push = (room - distance) / 2 / (distance || 1);
      places[i].x += dx * push;
      places[i].y += dy * push;
      places[j].x -= dx * push;
      places[j].y -= dy * push;
    }
  }
  return touched;
}
