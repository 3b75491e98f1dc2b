/** What an artefact would hold if it were made or taken now. */
import { type Artefact, type Contents, type Copy, copies } from './artefacts.ts';
import { copyOf, type SliceName, type State } from './state.ts';

/** An artefact as it is there to be taken now, or `undefined` when it is not there. */
export function presentOf(state: State, artefact: Artefact): Contents[Artefact] | undefined {
  if (isCopy(artefact)) return copyOf(state, artefact) ?? undefined;
  const { kdk, dek } = state.keys;
  const { binding, persistence, secureBoot } = state.host;
  const { dare, transit } = state.vsan;
  switch (artefact) {
    case 'vsanDevice':
      return { kdk, dek, dare };
    case 'bootDevice':
      return { kdk, binding, persistence };
    case 'wholeHost':
      return { kdk, dek, dare, binding, persistence, secureBoot };
    case 'wireCapture':
      return { kdk, dek, transit };
    case 'administrator':
      return { kdk, dek };
    case 'recoveryKey':
      return binding === 'tpm' ? {} : undefined;
    case 'exportLink':
      return state.link.state === 'open' ? {} : undefined;
    default:
      return {};
  }
}

/** The slices that say what it would be. */
export function presentReads(artefact: Artefact): readonly SliceName[] {
  return isCopy(artefact) ? [`copy/${artefact}`] : ['keys', 'host', 'vsan', 'link'];
}

function isCopy(artefact: Artefact): artefact is Copy {
  return (copies as readonly Artefact[]).includes(artefact);
}
