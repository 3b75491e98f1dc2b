/** The steps of a machine scenario against its machine: which event each one is, and what names nothing. */
import { candidatesOf, type Machine, type Tagged } from '../../models/kernel/machine.ts';
import type { AnyDomainMachine, Setting } from '../../models/machines/domain-machine.ts';
import type { ReadingName } from '../../models/reading.ts';
import {
  type GoalsInput,
  machineExpectSchema,
  type MachineExpectInput,
  type MachineStepInput,
} from './machine-scenario-schema.ts';
import type { GoalClaim, MachineStep } from './machine-scenario.ts';
import { describe, type Finding, type Path, type Position } from './problem.ts';
import { findingsOf } from './schema-findings.ts';
import { type SeenClaim, seenClaims } from './seen.ts';
import { suggestion } from './suggest.ts';

export type MachineStepContext = {
  readonly machine: AnyDomainMachine;
  readonly setting: Setting<unknown>;
  readonly model: Machine<Setting<unknown>, Record<string, unknown>, Tagged, string>;
  readonly positionOf: (path: Path, at?: 'key' | 'value') => Position;
  /** Collects what is wrong. */
  readonly findings: Finding[];
};

/** The step, or nothing after a finding was added. */
export function resolveMachineStep(
  step: MachineStepInput,
  path: Path,
  context: MachineStepContext,
): MachineStep | undefined {
  const position = context.positionOf(path);
  const given = typeof step === 'string' ? { [step]: null } : step;
  const keys = Object.keys(given).filter((key) => key !== 'refused');
  const [key] = keys;
  if (keys.length !== 1 || key === undefined) {
    const message = `expected one event, or expect, in a step; found ${keys.length === 0 ? 'none' : keys.join(', ')}`;
    context.findings.push({ path, at: 'value', message });
    return undefined;
  }
  if (key === 'expect') {
    const claims = claimsOf(given['expect'], [...path, 'expect'], context);
    return claims && { kind: 'expect', ...position, claims };
  }
  const at = typeof step === 'string' ? path : [...path, key];
  const event = eventOf(key, given[key], at, context);
  const refused = refusedOf(given['refused'], [...path, 'refused'], context);
  return event && refused && { kind: 'event', ...position, event, refused };
}

function eventOf(
  type: string,
  given: unknown,
  path: Path,
  { model, findings }: MachineStepContext,
): Tagged | undefined {
  const types = Object.keys(model.rules);
  if (!types.includes(type)) {
    findings.push({ path, at: 'key', message: `unknown event "${type}"${suggestion(type, types)}` });
    return undefined;
  }
  const candidates = candidatesOf(model).filter((event) => event.type === type);
  const fitting = candidates.filter((event) => fits(event, given));
  if (fitting.length === 1) return fitting[0];
  const all = candidates.slice(0, 6).map(argumentsText).join(' | ');
  const found = given === null ? 'no arguments' : describe(given);
  const message =
    candidates.length === 0
      ? `this variant has no ${type}`
      : `expected ${type} with ${all}${candidates.length > 6 ? ' | …' : ''}, found ${found}`;
  findings.push({ path, at: 'value', message });
  return undefined;
}

/** Whether what is written means this event: its only argument, or all of them by name, or none. */
function fits(event: Tagged, given: unknown): boolean {
  const own = Object.entries(event).filter(([name]) => name !== 'type');
  if (given === null || given === undefined) return own.length === 0;
  if (typeof given !== 'object') return own.length === 1 && isSame(own[0]?.[1], given);
  const entries = Object.entries(given);
  return (
    entries.length === own.length && own.every(([name, value]) => isSame(value, Reflect.get(given, name)))
  );
}

/** YAML reads `esx-01` as text and `1` as a number; an author need not know which of them an event has. */
function isSame(own: unknown, given: unknown): boolean {
  return typeof given === 'string' ? own === given : JSON.stringify(own) === JSON.stringify(given);
}

function argumentsText(event: Tagged): string {
  const own = Object.entries(event).filter(([name]) => name !== 'type');
  if (own.length === 0) return 'no arguments';
  if (own.length === 1) return String(own[0]?.[1]);
  return `{ ${own.map(([name, value]) => `${name}: ${String(value)}`).join(', ')} }`;
}

const readingNames: readonly ReadingName[] = ['article', 'vendor'];

function refusedOf(
  given: unknown,
  path: Path,
  context: MachineStepContext,
): Readonly<Record<ReadingName, string | null>> | undefined {
  const { findings } = context;
  if (given === undefined) return { article: null, vendor: null };
  if (typeof given === 'string') {
    findings.push(...unknownReason(given, path, context));
    return { article: given, vendor: given };
  }
  const words = typeof given === 'object' && given !== null ? Object.entries(given) : [];
  if (words.length > 0 && words.every(([name, reason]) => isReading(name) && typeof reason === 'string')) {
    findings.push(
      ...words.flatMap(([name, reason]) => unknownReason(reason as string, [...path, name], context)),
    );
    return { article: null, vendor: null, ...Object.fromEntries(words) };
  }
  const message = `expected a reason, or { article: <reason> }, found ${describe(given)}`;
  findings.push({ path, at: 'value', message });
  return undefined;
}

/** A machine has words for every reason that it knows. */
function unknownReason(reason: string, path: Path, { machine }: MachineStepContext): readonly Finding[] {
  const words: string | undefined = machine.describeRefusal(reason);
  if (words !== undefined) return [];
  return [
    { path, at: 'value', message: `unknown reason "${reason}"; docs/machines/${machine.name}.md has them` },
  ];
}

function isReading(name: string): boolean {
  return readingNames.some((known) => known === name);
}

function claimsOf(
  given: unknown,
  path: Path,
  context: MachineStepContext,
): Readonly<Record<ReadingName, readonly AnyClaim[]>> | undefined {
  const parsed = machineExpectSchema.safeParse(given);
  if (!parsed.success) {
    context.findings.push(...findingsOf(parsed.error.issues, path));
    return undefined;
  }
  const expect: MachineExpectInput = parsed.data;
  const common = claimsIn(expect, path, context);
  const of = (name: ReadingName): readonly AnyClaim[] => {
    const own = expect[name];
    return own === undefined ? common : [...common, ...claimsIn(own, [...path, name], context)];
  };
  const claims = { article: of('article'), vendor: of('vendor') };
  if (claims.article.length + claims.vendor.length > 0) return claims;
  context.findings.push({
    path,
    at: 'value',
    message: 'expected goals in now or reachable, or seen, found none',
  });
  return undefined;
}

type AnyClaim = GoalClaim | SeenClaim;

function claimsIn(input: GoalsInput, path: Path, context: MachineStepContext): readonly AnyClaim[] {
  return [...goalsIn(input, path, context), ...seenClaims(input.seen, [...path, 'seen'], context)];
}

function goalsIn(
  goals: GoalsInput,
  path: Path,
  { machine, setting, positionOf, findings }: MachineStepContext,
): GoalClaim[] {
  const known = machine.goals(setting).map(({ name }) => name);
  return (['now', 'reachable'] as const).flatMap((when) =>
    Object.entries(goals[when] ?? {}).map(([goal, holds]) => {
      const at = [...path, when, goal];
      if (!known.includes(goal))
        findings.push({ path: at, at: 'key', message: `unknown goal "${goal}"${suggestion(goal, known)}` });
      return { ...positionOf(at, 'key'), subject: 'goal' as const, when, goal, holds };
    }),
  );
}
