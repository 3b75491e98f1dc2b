/** The steps of a scenario against its site: which event each one is, and what names nothing. */
import type { Event, Refusal } from '../../models/events.ts';
import type { ReadingName } from '../../models/reading.ts';
import type { Site } from '../../models/site.ts';
import { argumentsOf, eventTypes } from './event-arguments.ts';
import type { ArgumentKind, EventType } from './event-arguments.ts';
import { claimsOf } from './resolve-claims.ts';
import type { Finding, Path } from './problem.ts';
import type { RefusedInput, StepInput, StepMapping } from './scenario-schema.ts';
import type { ScenarioStep } from './scenario.ts';
import { unplayed } from './step-context.ts';
import type { StepContext } from './step-context.ts';
import { suggestion } from './suggest.ts';

/** The step, or nothing after a finding was added. */
export function resolveStep(step: StepInput, path: Path, context: StepContext): ScenarioStep | undefined {
  const position = context.positionOf(path);
  if (typeof step === 'string') {
    const event = eventOf(step, null, path, context);
    return event && { kind: 'event', ...position, event, refused: { article: null, vendor: null } };
  }
  const types = eventTypes.filter((type) => step[type] !== undefined);
  if (!wellFormed(step, types, path, context)) return undefined;
  const [type] = types;
  if (type === undefined)
    return { kind: 'expect', ...position, claims: claimsOf(step.expect, [...path, 'expect'], context) };
  const event = eventOf(type, step[type] ?? null, [...path, type], context);
  const refused = refusedOf(step.refused, [...path, 'refused'], context);
  return event && { kind: 'event', ...position, event, refused };
}

/** One event, perhaps with its refusal; or one `expect`. */
function wellFormed(
  step: StepMapping,
  types: readonly EventType[],
  path: Path,
  { findings }: StepContext,
): boolean {
  const count = findings.length;
  const extra = (key: string, message: string): number =>
    findings.push({ path: [...path, key], at: 'key', message });
  for (const type of types.slice(1)) extra(type, 'expected one event per step; make this a step of its own');
  if (step.expect !== undefined && types.length > 0)
    extra('expect', 'expected to stand alone; make this a step of its own');
  if (step.refused !== undefined && types.length === 0) extra('refused', 'expected an event beside it');
  if (types.length === 0 && step.expect === undefined && step.refused === undefined)
    findings.push({ path, at: 'value', message: 'expected an event or expect, found neither' });
  return findings.length === count;
}

function eventOf(
  type: EventType,
  given: string | Readonly<Record<string, string>> | null,
  path: Path,
  context: StepContext,
): Event | undefined {
  const { findings, site } = context;
  const count = findings.length;
  const fields = argumentsOf(type);
  const event: Record<string, string> = { type };
  for (const [name, kind] of fields) {
    const value = typeof given === 'string' || given === null ? given : given[name];
    if (value === null || value === undefined) {
      const wanted = fields.map(([argument]) => `${argument}: <${argument}>`).join(', ');
      findings.push({ path, at: 'value', message: `expected ${type}: { ${wanted} }, found no arguments` });
      return undefined;
    }
    event[name] = value;
    const at = typeof given === 'string' ? path : [...path, name];
    findings.push(...argumentFindings(kind, value, at, site));
  }
  findings.push(...relationFindings(type, event, path, site));
  // Each argument was taken from the table that the compiler holds against `Event`.
  return findings.length === count ? (event as Event) : undefined;
}

function argumentFindings(kind: ArgumentKind, value: string, path: Path, site: Site): Finding[] {
  if (kind === 'key') return [];
  const lists: Readonly<Record<Exclude<ArgumentKind, 'key'>, readonly { readonly name: string }[]>> = {
    provider: site.providers,
    p12: site.p12s,
    backup: site.backups,
    host: site.hosts,
    machine: site.machines,
    place: site.places,
  };
  const known = lists[kind].map(({ name }) => name);
  if (known.includes(value)) return [];
  const none = known.length === 0 ? '; the site has none' : suggestion(value, known);
  return [{ path, at: 'value', message: `unknown ${kind} "${value}"${none}` }];
}

/** Arguments that have to fit each other, or the site. */
function relationFindings(
  type: EventType,
  { provider = '', key, p12 }: Readonly<Record<string, string>>,
  path: Path,
  site: Site,
): Finding[] {
  if (key !== undefined && !key.startsWith(`${provider}#`))
    return [
      {
        path: [...path, 'key'],
        at: 'value',
        message: `expected ${provider}#1 or ${provider}#2, found "${key}"`,
      },
    ];
  const file = site.p12s.find(({ name }) => name === p12);
  if (file !== undefined && file.provider !== provider)
    return [
      {
        path: [...path, 'p12'],
        at: 'value',
        message: `expected a file of "${provider}", found one of "${file.provider}"`,
      },
    ];
  if (type === 'enableVsanEncryption' && !site.datastores.some(({ encryptedBy }) => encryptedBy !== null))
    return [{ path, at: 'value', message: 'expected a site with an encrypted vSAN datastore (encryptedBy)' }];
  return [];
}

function refusedOf(
  refused: RefusedInput | undefined,
  path: Path,
  context: StepContext,
): Record<ReadingName, Refusal | null> {
  if (refused === undefined) return { article: null, vendor: null };
  if (typeof refused === 'string') return { article: refused, vendor: refused };
  for (const name of ['article', 'vendor'] as const) {
    if (refused[name] !== undefined) context.findings.push(...unplayed(name, [...path, name], context));
  }
  return { article: refused.article ?? null, vendor: refused.vendor ?? null };
}
