import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { domainMachines } from '../models/machines/all.ts';
import { guardsPage, guardTables } from './guards-page.ts';

const page = new URL('../docs/guards.md', import.meta.url);

it('docs/guards.md is what the tables say; --update writes it anew', async () => {
  expect(existsSync(page)).toBe(true);
  await expect(guardsPage()).toMatchFileSnapshot(page.pathname);
});

it('there is a table for every machine', () => {
  const names = domainMachines.map(({ name }) => name);
  expect(Object.keys(guardTables).toSorted()).toEqual(['site', ...names].toSorted());
});
