/** What zod has to say about a value, as findings: each issue with its path and one complete message. */
import type * as z from 'zod';
import type { Finding, Path } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** Every issue of a failed parse. */
export function findingsOf(issues: readonly Issue[], under: Path = []): Finding[] {
  return issues.flatMap((issue) => findingsOfOne(issue, [...under, ...plain(issue.path)]));
}

function findingsOfOne(issue: Issue, path: Path): Finding[] {
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, at) => ({ path: [...path, key], at: 'key', message: messages[at] ?? '' }));
  }
  if (issue.code === 'invalid_union') {
    const meant = meantBranch(issue.errors);
    if (meant !== undefined) return findingsOf(meant, path);
  }
  return [{ path, at: 'value', message: issue.message }];
}

/** The one way of writing it that has the right outer form, so that its inner faults are what matters. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const shaped = branches.filter(
    (issues) => !issues.some(({ code, path }) => path.length === 0 && isAboutForm(code)),
  );
  return shaped.length === 1 ? shaped[0] : undefined;
}

function isAboutForm(code: Issue['code']): boolean {
  return code === 'invalid_type' || code === 'invalid_value';
}

function plain(path: readonly PropertyKey[]): (string | number)[] {
  return path.map((part) => (typeof part === 'symbol' ? String(part) : part));
}
