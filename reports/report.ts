/** The report: a check's result as one HTML page that needs nothing else. */
import type { CheckResult } from '../models/result.ts';
import { chaosSection, evidenceSection, glossarySection, replaySection } from './appendix.ts';
import { disagreementSection, holdingSection, practicesSection } from './comparisons.ts';
import { dedupSection } from './dedup.ts';
import { findingsSection } from './findings.ts';
import { lossesSection } from './losses.ts';
import { matrixSection } from './matrix.ts';
import { page } from './page.ts';
import { recoveriesSection } from './recoveries.ts';
import { scopeSection } from './scope.ts';
import { banner, promiseSection } from './verdict.ts';
import { systemsSection } from './systems.ts';
import { viewOf } from './view.ts';

/** A page that opens from a file without a network. The same result gives the same bytes. */
export function renderReport(result: CheckResult): string {
  const view = viewOf(result);
  return page(view, [
    banner(view),
    promiseSection(view),
    scopeSection(view),
    matrixSection(view),
    findingsSection(view),
    holdingSection(view),
    systemsSection(view),
    recoveriesSection(view),
    lossesSection(view),
    practicesSection(view),
    disagreementSection(view),
    dedupSection(view),
    chaosSection(view),
    replaySection(view),
    glossarySection(),
    evidenceSection(view),
  ]);
}
