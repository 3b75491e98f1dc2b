/** What can be seen of a site and its loot from outside, as docs/machines/loot.md has it. */
import { type Copy, copies } from './artefacts.ts';
import { copyOf, type LootSetting, lootOf, type State } from './state.ts';

/** A pure picture of a state; the twin gives the same of itself. */
export function observe(state: State, { variant }: LootSetting): unknown {
  const { keys, host, vsan, link } = state;
  const kept = variant.artefacts.filter((artefact): artefact is Copy =>
    (copies as readonly string[]).includes(artefact),
  );
  return {
    kdk: keys.kdk,
    dek: keys.dek,
    host,
    vsan,
    link: link.state,
    copies: Object.fromEntries(kept.map((copy) => [copy, copyOf(state, copy)])),
    loot: Object.fromEntries(variant.artefacts.map((artefact) => [artefact, lootOf(state, artefact)])),
  };
}
