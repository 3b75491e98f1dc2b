/** The frame of the page of a measurement: the look of the report, with its own way around. */
import { type Html, html, raw } from './html.ts';
import { iconSheet } from './icons.ts';
import type { MeasureResult } from './measure-result.ts';
import { measureStyle, measureStyleHash } from './measure-style.ts';
import { script, scriptHash } from './script.ts';
import { style, styleHash } from './style.ts';

/** Only our own styles and script, by their hashes; nothing is loaded from anywhere. */
const policy = `default-src 'none'; style-src '${styleHash}' '${measureStyleHash}'; script-src '${scriptHash}'; base-uri 'none'; form-action 'none'`;

export type Place = { readonly id: string; readonly words: string; readonly body: Html };

export function measurePage(result: MeasureResult, banner: Html, places: readonly Place[]): string {
  const { tool, schema, site } = result;
  return `${
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="breakglass ${tool.version}">
<title>What encryption costs: ${site} · breakglass</title>
<style>${raw(style)}</style>
<style>${raw(measureStyle)}</style>
</head>
<body>
${iconSheet()}
<a class="skip" href="#main">Skip to the figures</a>
<nav aria-label="Sections"><ul>${places.map(({ id, words }) => html`<li><a href="#${id}">${words}</a></li>`)}</ul></nav>
<main id="main">
${banner}
${places.map(({ body }) => body)}
<footer>Written by breakglass ${tool.version} (${tool.commit}), schema ${schema}. Figures of CPU time are those of the machine that measured.</footer>
</main>
<script>${raw(script)}</script>
</body>
</html>`.text
  }\n`;
}
