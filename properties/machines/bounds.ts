/** How far the properties of the domain machines look. */

/** States of one variant that a tour looks at, nearest to the start first. */
export const tourStatesMax = 4_000;
