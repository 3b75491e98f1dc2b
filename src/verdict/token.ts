/**
 * Replay tokens: a reading, and the positions of events among the site's candidates. Short enough to paste,
 * and tied to the site by a fingerprint, so that a token of another site is refused instead of misread.
 */
import { createHash } from 'node:crypto';
import type { Event } from '../../models/events.ts';
import { candidatesOf } from '../../models/kernel/machine.ts';
import { type Reading, readings } from '../../models/reading.ts';
import { bareMachine } from '../../models/site-machine.ts';
import type { Site } from '../../models/site.ts';

export type Replay = { readonly reading: Reading; readonly events: readonly Event[] };

/** Eight hexadecimal digits that change whenever the topology of the site does; the promise is no part of it. */
export function siteFingerprint(site: Site): string {
  const { promise: _, ...topology } = site;
  return createHash('sha256').update(JSON.stringify(topology)).digest('hex').slice(0, 8);
}

export function tokenOf(site: Site, reading: Reading, events: readonly Event[]): string {
  const texts = candidatesOf(bareMachine(site, reading.switches)).map((event) => JSON.stringify(event));
  const positions = events.map((event) => texts.indexOf(JSON.stringify(event)));
  return `${reading.name}:${siteFingerprint(site)}:${positions.map((position) => position.toString(36)).join('.')}`;
}

/** The run that a token stands for, or what is wrong with the token. */
export function readToken(site: Site, token: string): Replay | { readonly problem: string } {
  const match = /^([a-z]+):([0-9a-f]{8}):([0-9a-z.]*)$/.exec(token);
  const [, name, fingerprint, positions] = match ?? [];
  const reading = readings.find((entry) => entry.name === name);
  if (positions === undefined || fingerprint === undefined) {
    return { problem: 'expected a token such as vendor:1a2b3c4d:0.5.1f' };
  }
  if (reading === undefined) {
    return { problem: `expected a reading of ${readings.map((entry) => entry.name).join(', ')}` };
  }
  if (fingerprint !== siteFingerprint(site)) {
    return {
      problem: `the token belongs to another site (${fingerprint}, this one is ${siteFingerprint(site)})`,
    };
  }
  const candidates = candidatesOf(bareMachine(site, reading.switches));
  const events =
    positions === '' ? [] : positions.split('.').map((text) => candidates[Number.parseInt(text, 36)]);
  const known = events.filter((event) => event !== undefined);
  if (known.length < events.length)
    return { problem: 'the token names an event that this site does not have' };
  return { reading, events: known };
}
