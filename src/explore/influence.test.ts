import { expect, it } from 'vitest';
import { toy } from '../../models/kernel/toy.fixture.ts';
import { compile } from './compile.ts';
import { influencing } from './influence.ts';

const compiled = compile(toy);
const typesFor = (...reads: readonly string[]): readonly string[] => [
  ...new Set(influencing(compiled, reads).map(({ type }) => type)),
];

it('is what changes a slice, and what changes that which decides about it', () => {
  expect(typesFor('count')).toEqual(['add']);
  // The lamp is pressed while the fuse is whole; so what blows or swaps the fuse has a say.
  expect(typesFor('lamp')).toEqual(['press', 'blow', 'swap']);
  expect(typesFor('fuse')).toEqual(['press', 'blow', 'swap']);
  expect(typesFor('lamp', 'count')).toEqual(['press', 'blow', 'add', 'swap']);
  expect(typesFor()).toEqual([]);
});
