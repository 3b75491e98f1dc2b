/** Disasters by machine classes, one table for each reading. */
import type { RecoveryOutcome } from '../models/result.ts';
import type { MachineSite } from '../models/site.ts';
import { type Html, html } from './html.ts';
import { outcomeBadge, readingTag, section } from './parts.ts';
import { distinct, type ReadingView, recoveryFor, type View } from './view.ts';
import { outcomeMeanings, outcomeNames } from './words.ts';

const outcomes: readonly RecoveryOutcome[] = [
  'runs',
  'starts',
  'runbook',
  'disksOnly',
  'luck',
  'beyondProcedures',
  'lost',
  'unknown',
];

const encryptionWords: Readonly<Record<MachineSite['encryption'], string>> = {
  none: 'not encrypted',
  vtpm: 'vTPM',
  full: 'encrypted',
};

export function matrixSection(view: View): Html {
  return section(
    'matrix',
    'What comes back after which disaster',
    'Each cell says how a class of virtual machines comes back, and leads to the steps. A cell marked ≠ differs between the readings.',
    html`<div class="matrices">${view.readings.map((reading) => matrix(view, reading))}</div>${legend(view)}`,
  );
}

function matrix(view: View, reading: ReadingView): Html {
  return html`<div class="scroll" role="region" aria-label="Disasters by machine classes, reading ${reading.name}" tabindex="0">
<table class="matrix"><caption>${readingTag(reading.name)}</caption>
<thead><tr><th scope="col">Disaster</th>${view.machines.map((name) => machineHead(view, name))}</tr></thead>
<tbody>${view.disasters.map(
    ({ name, title, id }) => html`<tr><th scope="row"><a href="#${id}">${title}</a></th>${view.machines.map(
      (machine) => html`<td data-label="${machine}">${cell(view, reading, name, machine)}</td>`,
    )}</tr>
`,
  )}</tbody></table></div>`;
}

function machineHead({ result }: View, name: string): Html {
  const machine = result.site.machines.find((entry) => entry.name === name);
  const small =
    machine === undefined
      ? undefined
      : html`<small>${machine.count} × ${encryptionWords[machine.encryption]}, on ${machine.datastore}</small>`;
  return html`<th scope="col">${name}${small}</th>`;
}

function cell(view: View, { name }: ReadingView, disaster: string, machine: string): Html {
  const recovery = recoveryFor(view, name, disaster, machine);
  if (recovery === undefined) return html`<span class="muted">not asked</span>`;
  const others = view.readings.map((other) => recoveryFor(view, other.name, disaster, machine));
  const differs = distinct(others.map((other) => other?.result.outcome)).length > 1;
  const mark = differs
    ? html`<span class="differs" title="The readings differ">≠<span class="unseen"> the readings differ</span></span>`
    : undefined;
  return html`<span class="with-mark"><a class="cell" href="#${recovery.id}">${outcomeBadge(recovery.result)}</a>${mark}</span>`;
}

/** Only the outcomes that occur. */
function legend({ recoveries }: View): Html {
  const present = outcomes.filter((outcome) => recoveries.some(({ result }) => result.outcome === outcome));
  return html`<dl class="legend">${present.map(
    (outcome) =>
      html`<div><dt>${outcomeBadge({ outcome, steps: [] }, outcomeNames[outcome])}</dt><dd>${outcomeMeanings[outcome]}</dd></div>`,
  )}</dl>`;
}
