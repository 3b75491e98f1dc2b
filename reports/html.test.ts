import { expect, test } from 'vitest';
import { hostileName } from './fixture-variants.ts';
import { html, raw, visible } from './html.ts';

test('what is put into a template is text', () => {
  expect(html`<p title="${hostileName}">${hostileName}</p>`.text).not.toMatch(/<(?!p |\/p>)/);
  expect(html`<p>${'a & "b"'}</p>`.text).toBe('<p>a &amp; &quot;b&quot;</p>');
});

test('only a fragment of ours is markup: an object that looks like one is not', () => {
  const lookAlike: unknown = JSON.parse('{"text":"<script>"}');
  expect(() => html`${lookAlike as string}`).toThrow(/is not a function/);
  expect(html`${raw('<b>')}${html`<i>${'<'}</i>`}`.text).toBe('<b><i>&lt;</i>');
});

test('lists are joined, nothing is nothing, numbers are written', () => {
  expect(html`${['<', html`<b></b>`, [1, undefined]]}`.text).toBe('&lt;<b></b>1');
});

test('signs that hide or reorder text are spelled out', () => {
  expect(visible('a\u202Eb\u200Bc\u001B[31m\nd\uD800')).toBe('a[U+202E]b[U+200B]c[U+001B][31m\nd[U+D800]');
  expect(visible('Grüße, 東京, µ')).toBe('Grüße, 東京, µ');
});
