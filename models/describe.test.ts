import { describe as group, expect, it } from 'vitest';
import { describe, describeRefusal, howTo } from './describe.ts';
import { candidatesOf } from './kernel/machine.ts';
import { steady, vsanSite } from './play.fixture.ts';
import { rules } from './rules.ts';

const events = candidatesOf(steady(vsanSite(2, 0)));

group('the words for events', () => {
  it('are a sentence without a full stop, in the same style', () => {
    for (const event of events) expect(describe(event)).toMatch(/^[a-z]\S*( \S+)+[^.]$/);
  });

  it('name what the event names', () => {
    for (const event of events) {
      const { type, ...named } = event;
      const text = describe(event);
      // One provider owns the file, and the sentence about the file says which.
      expect({ type, missing: Object.values(named).filter((name) => !text.includes(name)) }).toEqual({
        type,
        missing: [],
      });
    }
  });

  it('say how for every move of an operator, and for no fault', () => {
    const silent = events.filter((event) => howTo(event) === undefined).map(({ type }) => type);
    expect(silent.filter((type) => rules[type].by === 'operator')).toEqual([]);
    const told = events.filter((event) => howTo(event) !== undefined).map(({ type }) => type);
    expect(told.filter((type) => rules[type].by === 'fault')).toEqual([]);
  });
});

group('the words for refusals', () => {
  it('say what is so, without a full stop', () => {
    expect(describeRefusal('providerNotBackedUp')).toMatch(/^the key provider .*[^.]$/);
  });
});
