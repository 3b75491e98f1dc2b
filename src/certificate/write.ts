/** The certificate of a check. */
import type { CheckResult, ReadingResult } from '../../models/result.ts';
import { idOf } from '../cutsets/basic-event.ts';
import {
  type Certificate,
  type CertifiedClaim,
  type CertifiedReading,
  certificateSchema,
  digestOf,
  sealed,
} from './format.ts';

/** @param siteText the site file, as it was read */
export function certificateOf(result: CheckResult, siteText: string): Certificate {
  const { tool, siteFile, verdict, readings } = result;
  const { article, vendor } = readings;
  return sealed({
    schema: certificateSchema,
    tool: { version: tool.version, commit: tool.commit },
    site: { file: siteFile, sha256: digestOf(siteText), text: siteText },
    verdict,
    readings: {
      ...(article && { article: certifiedReading(article) }),
      ...(vendor && { vendor: certifiedReading(vendor) }),
    },
  });
}

function certifiedReading({
  verdict,
  search,
  invariants,
  losses = [],
  recoveries,
}: ReadingResult): CertifiedReading {
  const { faultsMax, complete, states, transitions, depth, stateSet, stopped } = search;
  const completeFaults = stopped?.complete?.faultsMax;
  return {
    verdict,
    search: {
      faultsMax,
      complete,
      ...(completeFaults !== undefined && { completeFaults }),
      states,
      transitions,
      depth,
      stateSet,
    },
    claims: invariants.map(certifiedClaim),
    losses: losses.map(({ kind, machines, completeTo, combinations }) => ({
      kind,
      machines: [...machines],
      completeTo,
      cutSets: combinations.map(({ events, alike, standsFor, witness }) => ({
        events: [...events],
        alike: alike.map(({ anyOf, faults }) => ({
          anyOf: [...anyOf],
          faults: faults.map((one) => [...one]),
        })),
        standsFor,
        ...(witness && {
          witness: { events: witness.steps.map(({ id }) => id), doomStep: witness.doomStep },
        }),
      })),
    })),
    runbooks: recoveries.map(({ disaster, machine, outcome, steps }) => ({
      disaster,
      machine,
      outcome,
      events: steps.map(({ event }) => idOf(event)),
    })),
  };
}

function certifiedClaim({
  name,
  verdict,
  counterexample,
}: ReadingResult['invariants'][number]): CertifiedClaim {
  if (counterexample === undefined) return { name, verdict };
  const { steps, doomStep } = counterexample;
  const events = steps.map(({ event }) => idOf(event));
  return { name, verdict, counterexample: { events, ...(doomStep !== undefined && { doomStep }) } };
}
