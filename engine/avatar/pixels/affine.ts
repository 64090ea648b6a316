/** x' = a·x + b·y + c, y' = d·x + e·y + f. Positions are of pixel centres, counted from 0. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

export const identity: Affine = { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 };

/** A turn about a point, then a shift. */
export function turnAbout(
  angleDeg: number,
  pivot: { x: number; y: number },
  by: { x: number; y: number },
): Affine {
  const angle = (angleDeg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return {
    a: cos,
    b: -sin,
    c: pivot.x - cos * pivot.x + sin * pivot.y + by.x,
    d: sin,
    e: cos,
    f: pivot.y - sin * pivot.x - cos * pivot.y + by.y,
  };
}

/** The map for something whose origin lies at (x, y) of what `map` maps. */
export function from(map: Affine, x: number, y: number): Affine {
  return { ...map, c: map.a * x + map.b * y + map.c, f: map.d * x + map.e * y + map.f };
}

export function invert({ a, b, c, d, e, f }: Affine): Affine {
  const det = a * e - b * d;
  return {
    a: e / det,
    b: -b / det,
    c: (b * f - c * e) / det,
    d: -d / det,
    e: a / det,
    f: (c * d - a * f) / det,
  };
}

/**
 * The same map for planes of half the size, as chroma has in 4:2:0 with its samples in the middle of
 * four pixels: half-size position p lies at 2p + 0.5.
 */
export function halved({ a, b, c, d, e, f }: Affine): Affine {
  return { a, b, c: (c + (a + b - 1) / 2) / 2, d, e, f: (f + (d + e - 1) / 2) / 2 };
}

/** Where a map takes a point. */
export function apply(map: Affine, x: number, y: number): { x: number; y: number } {
  return { x: map.a * x + map.b * y + map.c, y: map.d * x + map.e * y + map.f };
}

/** First `inner`, then `outer`. */
export function multiply(outer: Affine, inner: Affine): Affine {
  return {
    a: outer.a * inner.a + outer.b * inner.d,
    b: outer.a * inner.b + outer.b * inner.e,
    c: outer.a * inner.c + outer.b * inner.f + outer.c,
    d: outer.d * inner.a + outer.e * inner.d,
    e: outer.d * inner.b + outer.e * inner.e,
    f: outer.d * inner.c + outer.e * inner.f + outer.f,
  };
}
