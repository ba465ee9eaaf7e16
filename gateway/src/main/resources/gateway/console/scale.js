// The arithmetic of the plots. Pure.

/** The least of 1, 2, 5, 10, 20, 50, … that is not below a number. */
export function roundUp(value) {
  if (value <= 1) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value);
}

/** Marks of an axis from 0: at most five, at round numbers, the last not below the largest value. */
export function marks(largest) {
  const step = roundUp(Math.max(1, largest) / 4);
  const count = Math.max(1, Math.ceil(Math.max(1, largest) / step));
  return Array.from({ length: count + 1 }, (_, i) => i * step);
}

/** From what was counted since ever to what was counted a minute, between each two looks. A count that begins anew is a gap. */
export function perMinute(looks, count) {
  return looks.slice(1).flatMap((look, i) => {
    const minutes = (Date.parse(look.at) - Date.parse(looks[i].at)) / 60_000;
    const difference = count(look) - count(looks[i]);
    return minutes > 0 && difference >= 0 ? [{ at: Date.parse(look.at), value: difference / minutes }] : [];
  });
}

/** Means over equal spans of time, so that a plot of an hour is calm. */
export function smoothed(points, span) {
  const spans = new Map();
  for (const point of points) {
    const end = Math.ceil(point.at / span) * span;
    const found = spans.get(end) ?? { at: 0, sum: 0, count: 0 };
    spans.set(end, { at: point.at, sum: found.sum + point.value, count: found.count + 1 });
  }
  return [...spans.values()].map(({ at, sum, count }) => ({ at, value: sum / count }));
}

export function sum(counts) {
  return Object.values(counts ?? {}).reduce((total, each) => total + each, 0);
}

/** How much was counted over all looks. */
export function increase(looks, count) {
  return looks.slice(1).reduce((total, look, i) => total + Math.max(0, count(look) - count(looks[i])), 0);
}
