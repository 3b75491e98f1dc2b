/**
 * Who may import whom. Fails on a forbidden import, on a cycle, and also when it sees too few modules:
 * a checker that reads nothing would otherwise say that all is well.
 */
import { cruise } from 'dependency-cruiser';
import type { IFlattenedRuleSet, IForbiddenRuleType } from 'dependency-cruiser';

const modulesMin = 40;
const folders: readonly string[] = ['models', 'src', 'chaos', 'reports', 'properties', 'bench'];
const tests = String.raw`\.(test|property)\.ts$`;

/** What composes the other folders into calls: the package's door and the check behind it. */
const composed = String.raw`^src/(api|check-site)\.ts$`;

/** Files below `from` import, of this project, only what `allowed` matches. */
function only(from: string, allowed: readonly string[], pathNot: readonly string[] = []): IForbiddenRuleType {
  return {
    name: `${from}-imports-only-${allowed.join('-')}`,
    severity: 'error',
    from: { path: `^${from}/`, pathNot: [tests, ...pathNot] },
    to: { path: `^(${folders.join('|')})/`, pathNot: allowed.map((folder) => `^${folder}`) },
  };
}

/** Files below `from` import no package and nothing of Node, except what `allowed` matches. */
function pure(from: string, allowed: string): IForbiddenRuleType {
  return {
    name: `${from}-is-pure`,
    severity: 'error',
    from: { path: `^${from}/`, pathNot: tests },
    to: { dependencyTypesNot: ['local', 'type-only'], pathNot: [`^(${folders.join('|')})/`, allowed] },
  };
}

const forbidden: IForbiddenRuleType[] = [
  { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
  { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  only('models', ['models/']),
  only('models/kernel', ['models/kernel/']),
  only('reports', ['reports/', 'models/']),
  only('src', [String.raw`src/(?!cli/|api\.ts|check-site\.ts)`, 'models/'], ['^src/cli/', composed]),
  only('src/cli', ['src/', 'models/', 'chaos/', 'reports/']),
  only('src/twin', [
    'src/twin/',
    'src/crypto/',
    'src/random',
    'models/site',
    'models/reading',
    'models/events',
    'models/observation',
  ]),
  {
    name: 'the-thief-has-only-what-he-stole',
    severity: 'error',
    from: { path: String.raw`^src/twin/machines/loot/thief\.ts$` },
    to: {
      path: '^(models|src)/',
      pathNot: String.raw`^src/(crypto/|twin/secrets\.ts$|twin/machines/loot/stolen\.ts$)`,
    },
  },
  only('chaos', ['chaos/', String.raw`src/(?!cli/|api\.ts|check-site\.ts)`, 'models/']),
  pure('models', '^$'),
  pure('reports', '^$'),
];

const ruleSet: IFlattenedRuleSet = { forbidden };
const present = folders.filter((folder) => folder !== 'bench');
const { output } = await cruise(present, {
  ruleSet,
  validate: true,
  doNotFollow: { path: 'node_modules' },
  tsPreCompilationDeps: true,
});
if (typeof output === 'string') throw new Error(`dependency-cruiser answered with text: ${output}`);
const { violations, totalCruised } = output.summary;
for (const { from, to, rule } of violations) process.stderr.write(`${from} -> ${to}: ${rule.name}\n`);
if (totalCruised < modulesMin) {
  process.stderr.write(`import check saw ${totalCruised} modules, expected at least ${modulesMin}\n`);
}
process.stdout.write(`import directions: ${totalCruised} modules, ${violations.length} violations\n`);
process.exitCode = violations.length > 0 || totalCruised < modulesMin ? 1 : 0;
