/** The files that a check can be written to. */
import type { CheckResult } from '../../models/result.ts';
import { renderCtrf } from '../../reports/ctrf.ts';
import { renderJunit } from '../../reports/junit.ts';
import { renderReport } from '../../reports/report.ts';
import { renderSarif } from '../../reports/sarif.ts';
import { renderText } from '../../reports/text.ts';
import { type Format, json, outputsOf, type ReportOptions, save } from './output.ts';

const renderers: Readonly<Record<Format, (result: CheckResult) => string>> = {
  json,
  html: renderReport,
  junit: renderJunit,
  sarif: renderSarif,
  ctrf: renderCtrf,
};

export async function writeReports(result: CheckResult, options: ReportOptions): Promise<void> {
  for (const output of outputsOf(options)) await save(output, renderers[output.format](result));
}

/** As it is printed on a terminal. */
export function printed(result: CheckResult): string {
  return renderText(result);
}
