import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { fixture } from './fixture.ts';
import { renderReport } from './report.ts';
import { script, scriptHash } from './script.ts';
import { style, styleHash } from './style.ts';

const page = renderReport(fixture);

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

test('the policy names the hash of the style and of the script that the page has', () => {
  expect(styleHash).toBe(hashOf(style));
  expect(scriptHash).toBe(hashOf(script));
});

test('nothing is loaded from anywhere, and nothing runs from an attribute', () => {
  expect(page).toContain("default-src 'none'");
  expect(page).not.toMatch(/https?:|\/\/[a-z]|url\(|@import|data:/i);
  expect(page).not.toMatch(/<(?:link|img|iframe|object|embed|base|form)\b/i);
  expect(page).not.toMatch(/<[^>]*\s(?:on\w+|style|src)\s*=/i);
});

test('ids are unique, and every link within the page has its target', () => {
  const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const targets = [...page.matchAll(/\s(?:href="#|aria-labelledby=")([^"]*)"/g)].map(([, id]) => id);
  expect(targets.length).toBeGreaterThan(60);
  expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
});

test('it stays small', () => {
  expect(page.length).toBeLessThan(300_000);
});
