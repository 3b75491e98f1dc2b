/** What a program may use of breakglass: read a site, check it, and write the result as a report. */
export { renderCtrf } from '../reports/ctrf.ts';
export { renderJunit } from '../reports/junit.ts';
export { renderReport } from '../reports/report.ts';
export { renderSarif } from '../reports/sarif.ts';
export { renderText } from '../reports/text.ts';
export { readings } from '../models/reading.ts';
export type { Reading, ReadingName } from '../models/reading.ts';
export type { CheckResult } from '../models/result.ts';
export type { Site } from '../models/site.ts';
export type { Verdict } from '../models/kernel/verdict.ts';
export { checkDefaults, checkSite } from './check-site.ts';
export type { CheckSettings } from './check-site.ts';
export { printProblem } from './site/problem.ts';
export type { Problem, ReadResult } from './site/problem.ts';
export { parseSite, readSite } from './site/read-site.ts';
export type { SiteFile } from './site/read-site.ts';
