/** What a file says of a class of machines that cannot be so. */
import type { Finding, Path } from './problem.ts';
import { releaseOf, tooOld, wrong } from './release-findings.ts';
import { defaultFirst, providerOf } from './resolve-site.ts';
import type { MachineInput, Sections } from './site-schema.ts';
import { suggestion } from './suggest.ts';

export function machineSaidFindings(sections: Sections): Finding[] {
  return (sections.machines ?? []).flatMap((machine, at) => {
    const path: Path = ['machines', at];
    return [
      ...guestFindings(machine, path),
      ...cloneFindings(machine, path, sections),
      ...encryptedFindings(machine, path, sections),
      ...copyFindings(machine, path, sections),
    ];
  });
}

function guestFindings({ guest, vtpm }: MachineInput, path: Path): Finding[] {
  if (guest === undefined) return [];
  const at: Path = [...path, 'guest'];
  if (!vtpm) return [wrong(at, 'expected only with vtpm: true; add that, or remove it', 'key')];
  return guest.recoveryPasswordAt.length > 0 && !guest.sealed
    ? [wrong([...at, 'recoveryPasswordAt'], 'expected only with sealed: true; add that, or remove it', 'key')]
    : [];
}

function cloneFindings(machine: MachineInput, path: Path, sections: Sections): Finding[] {
  const { name, cloneOf, linkedClone, clonePolicy, vtpm } = machine;
  const findings: Finding[] = [];
  const classes = (sections.machines ?? []).map((one) => one.name).filter((one) => one !== name);
  if (cloneOf !== undefined && !classes.includes(cloneOf))
    findings.push(
      wrong(
        [...path, 'cloneOf'],
        `expected another class of machines, found "${cloneOf}"${suggestion(cloneOf, classes)}`,
      ),
    );
  if (cloneOf !== undefined && isAncestor(name, cloneOf, sections))
    findings.push(
      wrong(
        [...path, 'cloneOf'],
        `expected a class that is no clone of "${name}" itself, found "${cloneOf}"`,
      ),
    );
  if (linkedClone === true && cloneOf === undefined)
    findings.push(
      wrong([...path, 'linkedClone'], 'expected only with cloneOf; add that, or remove it', 'key'),
    );
  if (clonePolicy !== undefined && !vtpm)
    findings.push(
      wrong([...path, 'clonePolicy'], 'expected only with vtpm: true; add that, or remove it', 'key'),
    );
  if (clonePolicy === 'replace')
    findings.push(...tooOld('vtpmClonePolicy', releaseOf(sections), [...path, 'clonePolicy'], 'replace'));
  return findings;
}

/** Whether a class was cloned from another, through however many clones. */
function isAncestor(ancestor: string, name: string, { machines }: Sections): boolean {
  const seen = new Set<string>();
  let at: string | undefined = name;
  while (at !== undefined && !seen.has(at)) {
    seen.add(at);
    at = machines?.find((one) => one.name === at)?.cloneOf;
    if (at === ancestor) return name !== ancestor;
  }
  return false;
}

const ofEncrypted = [
  'snapshots',
  'changedBlockTracking',
  'ideController',
  'dataDiskProvider',
  'firstClassDisks',
  'storageSnapshots',
  'linkedClone',
  'replicated',
] as const;

const ofProtected = ['cloneOf', 'template', 'backup'] as const;

function encryptedFindings(machine: MachineInput, path: Path, sections: Sections): Finding[] {
  const { keyProviders } = sections;
  const findings = machine.encrypted
    ? []
    : ofEncrypted
        .filter((field) => machine[field] !== undefined)
        .map((field) =>
          wrong([...path, field], 'expected only with encrypted: true; add that, or remove it', 'key'),
        );
  if (!machine.encrypted && !machine.vtpm)
    findings.push(
      ...ofProtected
        .filter((field) => machine[field] !== undefined)
        .map((field) =>
          wrong([...path, field], 'expected only with vtpm: true or encrypted: true; remove it', 'key'),
        ),
    );
  const { dataDiskProvider } = machine;
  if (dataDiskProvider === undefined || keyProviders === undefined) return findings;
  const own = providerOf(machine, defaultFirst(sections))?.name;
  const others = keyProviders.map(({ name }) => name).filter((name) => name !== own);
  if (!others.includes(dataDiskProvider))
    findings.push(
      wrong(
        [...path, 'dataDiskProvider'],
        `expected another key provider than that of the VM home, found "${dataDiskProvider}"${suggestion(dataDiskProvider, others)}`,
      ),
    );
  return findings;
}

function copyFindings(
  { backup, replicated, encrypted }: MachineInput,
  path: Path,
  sections: Sections,
): Finding[] {
  const findings: Finding[] = [];
  if (backup?.transport === 'san' && encrypted)
    findings.push(
      wrong(
        [...path, 'backup', 'transport'],
        'expected nbdssl | hotAdd, because encrypted machines cannot be backed up by SAN transport, found "san"',
      ),
    );
  if (replicated === true && sections.recoverySite === undefined)
    findings.push(
      wrong(
        [...path, 'replicated'],
        'expected recoverySite, which says what is there; {} is one without a key provider',
      ),
    );
  return findings;
}
