import { expect, test } from 'vitest';
import { dark, light, pairsOf, type Tone } from './palette.ts';

/** Relative luminance, as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast([ink, ground]: Tone): number {
  const [low = 0, high = 0] = [luminance(ink), luminance(ground)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

test.each([
  ['light', light],
  ['dark', dark],
])('text in the %s palette has a contrast of at least 4.5', (_, palette) => {
  expect(pairsOf(palette).filter((pair) => contrast(pair) < 4.5)).toEqual([]);
});
