/** The files that a check can be written to. */
import type { CheckResult } from '../../models/result.ts';
import { renderCtrf } from '../../reports/ctrf.ts';
import { renderJunit } from '../../reports/junit.ts';
import { renderReport } from '../../reports/report.ts';
import { renderSarif } from '../../reports/sarif.ts';
import { json, type OutputFile, save } from './output.ts';

const renderers = {
  json,
  html: renderReport,
  junit: renderJunit,
  sarif: renderSarif,
  ctrf: renderCtrf,
} as const;

type Format = keyof typeof renderers;

export type ReportOptions = { readonly [format in Format]?: string };

const formats = Object.keys(renderers) as readonly Format[]; // the keys of this very object

/** What the command line asks for, in a fixed order. */
export function outputsOf(options: ReportOptions): readonly (OutputFile & { readonly format: Format })[] {
  return formats.flatMap((format) => {
    const path = options[format];
    return path === undefined ? [] : [{ format, option: `--${format}`, path }];
  });
}

export async function writeReports(result: CheckResult, options: ReportOptions): Promise<void> {
  for (const output of outputsOf(options)) await save(output, renderers[output.format](result));
}
