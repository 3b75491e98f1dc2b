/** The site file: YAML to a `Site`, or everything that is wrong with it. */
import type { Site } from '../../models/site.ts';
import { inFileOrder } from './problem.ts';
import type { Finding, Path, Position, ReadResult } from './problem.ts';
import { referenceFindings } from './references.ts';
import type { Said } from '../../models/systems/said.ts';
import { defaultFirst, resolveSite, saidIn } from './resolve-site.ts';
import { findingsOf } from './schema-findings.ts';
import { siteSchema, siteSections } from './site-schema.ts';
import type { Sections, SiteInput } from './site-schema.ts';
import { locate, parseSource, readText } from './source.ts';
import type { FileKind, Source } from './source.ts';
import type { PricesInput, WorkloadInput } from './workload-schema.ts';

/** A site file as it was read. */
export type SiteFile = {
  readonly fileName: string;
  readonly text: string;
  readonly site: Site;
  /** What it says of the systems of the site, beyond what the machine of the site looks at. */
  readonly said: Said;
  /** What the deduplication measurement writes. */
  readonly workload: Workload;
  /** What capacity and processor time cost; `null` when the file does not say. */
  readonly prices: PricesInput | null;
  /**
   * Where something stands in the file, such as `['keyProviders', 0, 'backups']`. For what the file leaves out: where
   * the nearest thing around it stands.
   */
  readonly positionOf: (path: Path) => Position;
};

export type Workload = WorkloadInput;

const kind: FileKind = { what: 'a site file', start: 'examples/minimal.yaml is a start' };

/** Reads the file at `path`. Problems name it as it was given. */
export async function readSite(path: string): Promise<ReadResult<SiteFile>> {
  const text = await readText(path, kind);
  return text.ok ? parseSite(text.value, path) : text;
}

/** The same for a text that was read already. */
export function parseSite(text: string, fileName: string): ReadResult<SiteFile> {
  const source = parseSource(text, fileName, kind);
  return source.ok ? siteIn(source.value, [], source.value.value) : source;
}

/** A site that is a part of another file: `under` is where it begins there, `value` what stands there. */
export function siteIn(source: Source, under: Path, value: unknown): ReadResult<SiteFile> {
  const parsed = siteSchema.safeParse(value);
  const sections = parsed.success ? parsed.data : validSections(value);
  const findings: Finding[] = [
    ...(parsed.success ? [] : findingsOf(parsed.error.issues)),
    ...referenceFindings(sections),
  ];
  const problems = [...source.problems, ...locate(source, findings, under)];
  if (!parsed.success || problems.length > 0) return { ok: false, problems: inFileOrder(problems) };
  const { fileName, text } = source;
  const positionOf = (path: Path): Position => source.positionOf([...under, ...path]);
  const { workload, prices = null } = parsed.data;
  const input: SiteInput = { ...parsed.data, keyProviders: defaultFirst(parsed.data) };
  return {
    ok: true,
    value: {
      fileName,
      text,
      site: resolveSite(input),
      said: saidIn(input),
      workload,
      prices,
      positionOf,
    },
  };
}

/** So that one broken section does not hide what is wrong with the names in the others. */
function validSections(value: unknown): Sections {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const sections: Partial<Record<keyof SiteInput, unknown>> = {};
  for (const key of sectionNames) {
    const parsed = siteSections[key].safeParse(Reflect.get(value, key));
    if (parsed.success) sections[key] = parsed.data;
  }
  // Each key holds what its own schema returned.
  return sections as Sections;
}

const sectionNames = Object.keys(siteSections) as (keyof SiteInput)[]; // the keys of this very object
