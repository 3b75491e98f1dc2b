/** The expectations of a scenario as single claims, each with its own line. */
import type { ReadingName } from '../../models/reading.ts';
import type { Finding, Path, Position } from './problem.ts';
import type { ExpectationInput, ExpectInput } from './scenario-schema.ts';
import type { Claim, MachineClaimName } from './scenario.ts';
import { suggestion } from './suggest.ts';
import { unplayed } from './step-context.ts';
import { seenClaims } from './seen.ts';
import type { StepContext } from './step-context.ts';

const claimNames: readonly MachineClaimName[] = ['runs', 'starts', 'recoverable', 'salvageable', 'secret'];

/** What holds under both readings is a claim of each. */
export function claimsOf(
  expect: ExpectInput | undefined,
  path: Path,
  context: StepContext,
): Record<ReadingName, readonly Claim[]> {
  if (expect === undefined) return { article: [], vendor: [] };
  const common = claimsIn(expect, path, context);
  const own = (name: ReadingName): Claim[] => {
    const below = expect[name];
    if (below === undefined) return [];
    context.findings.push(...unplayed(name, [...path, name], context));
    const claims = claimsIn(below, [...path, name], context);
    context.findings.push(...repeated(common, claims, [...path, name]));
    return claims;
  };
  const claims = { article: [...common, ...own('article')], vendor: [...common, ...own('vendor')] };
  if (claims.article.length + claims.vendor.length === 0)
    context.findings.push({
      path,
      at: 'value',
      message: 'expected vcenter, machines or seen, found nothing to check',
    });
  return claims;
}

function claimsIn({ vcenter, machines, seen }: ExpectationInput, path: Path, context: StepContext): Claim[] {
  const claims: Claim[] = seenClaims(seen, [...path, 'seen'], context);
  if (vcenter !== undefined)
    claims.push({ ...context.positionOf([...path, 'vcenter'], 'key'), subject: 'vcenter', state: vcenter });
  const known = context.site.machines.map(({ name }) => name);
  for (const [machine, expected] of Object.entries(machines ?? {})) {
    const at = [...path, 'machines', machine];
    if (!known.includes(machine))
      context.findings.push({
        path: at,
        at: 'key',
        message: `unknown machine "${machine}"${suggestion(machine, known)}`,
      });
    for (const claim of claimNames) {
      const holds = expected[claim];
      if (holds === undefined) continue;
      const position: Position = context.positionOf([...at, claim], 'key');
      claims.push({ ...position, subject: 'machine', machine, claim, holds });
    }
  }
  return claims;
}

function repeated(common: readonly Claim[], claims: readonly Claim[], path: Path): Finding[] {
  const said = new Set(common.map(subjectOf));
  return claims
    .filter((claim) => said.has(subjectOf(claim)))
    .map((claim) => ({
      path,
      at: 'key',
      message: `expected ${subjectOf(claim)} either for both readings or for each of them, found both`,
    }));
}

function subjectOf(claim: Claim): string {
  if (claim.subject === 'seen') return claim.place.join('.');
  return claim.subject === 'vcenter' ? 'vcenter' : `${claim.claim} of ${claim.machine}`;
}
