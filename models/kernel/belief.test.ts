import { describe, expect, it } from 'vitest';
import { narrow, type Observed, revise } from './belief.ts';
import { type Toy, type ToyEvent, type ToyRefusal, toy } from './toy.fixture.ts';

const off = toy.initial;
const lit: Toy = { ...off, lamp: 'on' };
const blown: Toy = { ...off, fuse: 'blown' };
const press: ToyEvent = { type: 'press' };
const accepted: Observed<ToyRefusal> = { kind: 'accepted' };
const lost: Observed<ToyRefusal> = { kind: 'unknown' };

function revised(belief: readonly Toy[], event: ToyEvent, observed: Observed<ToyRefusal>): readonly Toy[] {
  return revise<{ readonly most: number }, Toy, ToyEvent, ToyRefusal>(toy, belief, event, observed);
}

describe('revise', () => {
  it('keeps one state while every answer arrives', () => {
    expect(revised([off], press, accepted)).toEqual([lit]);
    expect(revised([blown], press, { kind: 'refused', refusal: 'noCurrent' })).toEqual([blown]);
  });

  it('is left with nothing when the answer is not the model’s', () => {
    expect(revised([blown], press, accepted)).toEqual([]);
    expect(revised([off], press, { kind: 'refused', refusal: 'noCurrent' })).toEqual([]);
    expect(revised([blown], press, { kind: 'refused', refusal: 'dark' })).toEqual([]);
  });

  it('keeps both states after a lost answer, whether the request arrived or not', () => {
    expect(revised([off], press, lost)).toEqual([off, lit]);
  });

  it('keeps one state after a lost answer to what is refused anyway', () => {
    expect(revised([blown], press, lost)).toEqual([blown]);
  });

  it('lets the next answer decide between them', () => {
    const both = revised([off], { type: 'blow' }, lost);
    expect(both).toEqual([off, blown]);
    expect(revised(both, press, { kind: 'refused', refusal: 'noCurrent' })).toEqual([blown]);
    expect(revised(both, press, accepted)).toEqual([lit]);
  });

  it('merges states that became equal', () => {
    const both = revised([off], press, lost);
    expect(both).toHaveLength(2);
    expect(revised(both, { type: 'blow' }, accepted)).toEqual([blown]);
  });

  it('does not grow without end when the same answer is lost again and again', () => {
    let belief: readonly Toy[] = [off];
    for (let round = 0; round < 5; round++) belief = revised(belief, press, lost);
    expect(belief).toHaveLength(2);
  });
});

describe('narrow', () => {
  it('keeps the states that look like what was seen', () => {
    const lamp = (state: Toy): string => state.lamp;
    expect(narrow([off, lit], 'on', lamp)).toEqual([lit]);
    expect(narrow([off, blown], 'off', lamp)).toEqual([off, blown]);
    expect(narrow([off, blown], 'on', lamp)).toEqual([]);
  });
});
