/** What was looked at: the site as read, where things are kept, what it promises, and how far the search went. */
import type { ChanceFigures } from '../models/result.ts';
import type { Kept, Site } from '../models/site.ts';
import { named } from '../models/site.ts';
import { describeLoot } from '../models/thief.ts';
import { type Html, html, type Value } from './html.ts';
import { profileTables } from './profile.ts';
import { reachWords } from './reach.ts';
import { type Row, row, section, table, timing } from './parts.ts';
import { distinct, type View } from './view.ts';
import { count, coverageWords, grouped, listed } from './words.ts';

const encryptionWords = {
  none: 'not encrypted',
  vtpm: 'vTPM: home files encrypted, disks not',
  full: 'fully encrypted',
} as const;

export function scopeSection(view: View): Html {
  const { site, notModelled } = view.result;
  return section(
    'scope',
    'What was checked',
    'The answer holds for this site, within these bounds. What is not in it was not asked.',
    html`<div class="columns">
<div><h3>The site</h3>${siteFacts(site)}</div>
<div><h3>Its promise</h3>${promiseList(site)}</div>
</div>
<h3>Virtual machines and datastores</h3>${machineTable(site)}${datastoreTable(site)}
<h3>What is kept, and where</h3>${keptTable(site)}
<h3>How far the search went</h3>${searchTable(view)}${chanceLine(view)}${profileTables(view)}
<h3>Not modelled, not tested</h3>
<ul class="limits">${notModelled.map((line) => html`<li>${line}</li>`)}</ul>`,
  );
}

function siteFacts(site: Site): Html {
  const vcenter =
    site.vcenterAt === null ? 'outside this cluster' : `on datastore ${site.vcenterAt} of this cluster`;
  const facts: readonly (readonly [string, Value])[] = [
    ['ESXi hosts', hostLines(site)],
    ['vCenter Server', vcenter],
    [
      'Key providers',
      site.providers.map((provider) => html`<span>${provider.name}, ${providerLine(provider)}</span>`),
    ],
  ];
  return html`<dl class="pairs">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function providerLine({
  kind,
  tpmRequired,
  keyServerAt,
  keyServerBackupAt,
}: Site['providers'][number]): string {
  if (kind === 'native') return tpmRequired ? 'only with TPM protected ESXi hosts' : 'with or without TPMs';
  const where = keyServerAt === null ? 'outside this cluster' : `on datastore ${keyServerAt} of this cluster`;
  const backup = keyServerBackupAt === null ? 'not backed up' : `its backup at ${keyServerBackupAt}`;
  return `${kind}: key server ${where}, ${backup}`;
}

const chips: Readonly<Record<Site['hosts'][number]['tpm'], string>> = {
  none: 'no TPM',
  '1.2': 'TPM 1.2',
  unusable: 'a TPM that cannot be used',
  '2.0': 'TPM 2.0',
};

/** Hosts that are alike in one line. */
function hostLines({ hosts }: Site): readonly Html[] {
  const kindOf = ({ tpm, encryptionMode, boot, keyPersistence }: Site['hosts'][number]): string => {
    const chip = chips[tpm];
    if (boot === 'network') return `${chip}, boots from the network`;
    const persistence = keyPersistence ? ', key persistence' : '';
    return `${chip}, configuration ${encryptionMode === 'tpm' ? 'sealed by it' : 'not sealed'}${persistence}`;
  };
  return distinct(hosts.map(kindOf)).map((kind) => {
    const alike = hosts.filter((host) => kindOf(host) === kind).map(({ name }) => name);
    return html`<span>${count(alike.length, 'host')}: ${kind}<small>${alike.join(', ')}</small></span>`;
  });
}

function promiseList({ promise }: Site): Html {
  const lines = [
    `With any ${count(promise.recoverable, 'fault')}, every virtual machine can be brought back.`,
    `With any ${count(promise.starts, 'fault')}, every virtual machine starts without anything kept outside the cluster.`,
    ...promise.secret.map((loot) => `A thief with ${describeLoot(loot)} reads no data.`),
    promise.deduplication === null
      ? 'Nothing is promised about deduplication.'
      : `At least ${Math.round(promise.deduplication * 100)} % of the deduplication ratio of the plain data remains.`,
  ];
  return html`<ul class="promised">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function machineTable({ machines }: Site): Html {
  return table(
    'Virtual machines',
    ['Machine class', 'Count', 'Encryption', 'Key provider', 'Datastore', 'Runs on'],
    machines.map(({ name, count: number, encryption, provider, datastore, host }) =>
      row(name, number, encryptionWords[encryption], provider ?? 'none', datastore, host),
    ),
  );
}

function datastoreTable({ datastores }: Site): Html {
  return table(
    'Datastores',
    ['Datastore', 'Kind', 'Data-at-rest encryption', 'Deduplication', 'Failures to tolerate'],
    datastores.map(({ name, kind, encryptedBy, deduplication, failuresToTolerate }) =>
      row(
        name,
        kind === 'vsan' ? 'vSAN' : 'external',
        encryptedBy ?? 'off',
        deduplication ? 'on' : 'off',
        kind === 'vsan' ? failuresToTolerate : 'does not apply',
      ),
    ),
  );
}

function keptTable(site: Site): Html {
  const kept = (kind: string, of: string, file: Kept): Row =>
    row(file.name, kind, of, placeCell(site, file.at), passwordCell(site, file));
  const rows = [
    ...site.p12s.map((p12) => kept('.p12 backup of a key provider', p12.provider, p12)),
    ...site.backups.map((backup) => kept('vCenter backup', 'all key providers', backup)),
    row(
      'Recovery keys',
      'of the hosts’ configuration',
      'every host with a TPM',
      site.recoveryKeysAt === null
        ? html`<b class="bad">nobody wrote them down</b>`
        : placeCell(site, site.recoveryKeysAt),
      'none needed',
    ),
  ];
  return table(
    'What is kept, and where',
    ['What', 'Kind', 'Holds the key of', 'Kept at', 'Password kept at'],
    rows,
  );
}

function placeCell({ places }: Site, at: string): Html {
  const place = named(places, at);
  const on =
    place.datastore === null ? 'outside the cluster' : `on datastore ${place.datastore} of this cluster`;
  return html`${at}<small>${on}</small>${place.gone ? html`<b class="bad">nothing of it is left</b>` : undefined}`;
}

function passwordCell(site: Site, { at, passwordAt }: Kept): Html {
  if (passwordAt === null) return html`<b class="bad">no password</b>`;
  return html`${placeCell(site, passwordAt)}${passwordAt === at ? html`<b class="bad">same place as the file</b>` : undefined}`;
}

function searchTable({ readings }: View): Html {
  return table(
    'How far the search went',
    ['Reading', 'Reach', 'States', 'Transitions', 'Refused moves', 'Longest shortest way', 'Time'],
    readings.map(({ name, search }) =>
      row(
        name,
        search.complete
          ? `complete: every run with at most ${count(search.faultsMax, 'fault')}`
          : reachWords(search).map((line, at) =>
              at === 0 ? html`<b class="bad">${line}</b>` : html`<small>${line}</small>`,
            ),
        grouped(search.states),
        grouped(search.transitions),
        grouped(search.refused),
        count(search.depth, 'event'),
        timing(`${search.seconds.toFixed(2)} s`),
      ),
    ),
    'numbers',
  );
}

/** Nothing where no run was looked at. */
function coverageLine({ runs, coverage }: ChanceFigures): string {
  const met = coverage.map((one) => `${coverageWords(one, runs / coverage.length)} (reading ${one.reading})`);
  return met.length === 0 ? '' : ` Of all states they met ${listed(met)}.`;
}

function chanceLine({ result: { chance } }: View): Html {
  const agreement =
    chance.disagreements === 0
      ? 'Model and twin never disagreed.'
      : html`<b class="bad">Model and twin disagreed in ${count(chance.disagreements, 'run')}: a defect of this tool.</b>`;
  return html`<p>By chance as well: ${count(chance.runs, 'run')} with ${count(chance.events, 'event')} (${grouped(chance.refused)} refused) drove the models and a twin with real keys and real ciphertext side by side, in ${timing(`${chance.seconds.toFixed(1)} s`)}. ${agreement}${coverageLine(chance)}</p>`;
}
