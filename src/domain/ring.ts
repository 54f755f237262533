/**
 * Three nested rings of people: `us` (the parents) inside `close` inside `all` (everyone invited).
 * A member belongs to one ring and reads that ring and every ring outside it.
 */
export const rings = ['us', 'close', 'all'] as const;
export type Ring = (typeof rings)[number];

/** 0 for `us`, 1 for `close`, 2 for `all`: the number a ring has on the wire. */
export const ringNumber = (ring: Ring): number => rings.indexOf(ring);

/** True if a member of `own` may read and write in `ring`: their own ring, or one further out. */
export const reaches = (own: Ring, ring: Ring): boolean => ringNumber(own) <= ringNumber(ring);

/** The rings a member of `own` reads, innermost first. */
export const ringsWithin = (own: Ring): Ring[] => rings.filter((ring) => reaches(own, ring));

/** True if showing something in `ring` would show it to more people than `than` does. */
export const isWider = (ring: Ring, than: Ring): boolean => ringNumber(ring) > ringNumber(than);
