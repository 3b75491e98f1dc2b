/** The frame of the page: head, way around, sections. */
import { type Html, html, raw } from './html.ts';
import { iconSheet } from './icons.ts';
import { script, scriptHash } from './script.ts';
import { style, styleHash } from './style.ts';
import type { View } from './view.ts';
import { promiseWords } from './words.ts';

/** Only our own style and script, by their hashes; nothing is loaded from anywhere. */
const policy = `default-src 'none'; style-src '${styleHash}'; script-src '${scriptHash}'; base-uri 'none'; form-action 'none'`;

const places: readonly (readonly [id: string, words: string])[] = [
  ['promise', 'Promise'],
  ['scope', 'Scope'],
  ['matrix', 'Disasters'],
  ['findings', 'Findings'],
  ['holds', 'Holds'],
  ['systems', 'Systems'],
  ['recoveries', 'Ways back'],
  ['losses', 'Combinations'],
  ['practices', 'Practices'],
  ['disagreements', 'Readings'],
  ['deduplication', 'Deduplication'],
  ['chaos', 'Chaos'],
  ['replay', 'Replay'],
  ['glossary', 'Words'],
  ['evidence', 'Evidence'],
];

export function page({ result }: View, sections: readonly (Html | undefined)[]): string {
  const title = `${promiseWords[result.verdict]}: ${result.site.name}`;
  const listed = Object.values(result.readings).some(({ losses }) => losses !== undefined);
  const isShown = (id: string): boolean =>
    id === 'chaos' ? result.chaos !== undefined : id !== 'losses' || listed;
  const shown = places.filter(([id]) => isShown(id));
  return `${
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="breakglass ${result.tool.version}">
<title>${title} · breakglass</title>
<style>${raw(style)}</style>
</head>
<body>
${iconSheet()}
<a class="skip" href="#main">Skip to the verdict</a>
<nav aria-label="Sections"><ul>${shown.map(([id, words]) => html`<li><a href="#${id}">${words}</a></li>`)}</ul></nav>
<main id="main">
${sections}
<footer>Written by breakglass ${result.tool.version} (${result.tool.commit}), schema ${result.schema}. The report describes the site file, not the running site.</footer>
</main>
<script>${raw(script)}</script>
</body>
</html>`.text
  }\n`;
}
