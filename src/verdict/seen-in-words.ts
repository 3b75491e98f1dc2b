/** What can be seen of a system, and its values, in an administrator's words: for experiments that a lab carries out. */

/** Words for names that say too little by themselves. Of any other name its own words are used. */
const words: Readonly<Record<string, string>> = {
  kdk: 'whether the host has the KDK',
  held: 'the key that the host holds of',
  safe: 'whether encryption mode is on',
  mounted: 'whether its vSAN disks are mounted',
  keys: 'the key that the host holds of',
  key: 'the key id',
  kek: 'the KEK',
  dek: 'the DEK',
  hostKey: 'the host key',
  sealPending: 'whether a change of the seal still waits to be written',
  esxiUpToDate: 'whether ESXi is up to date',
  hostDump: 'the core dump of the host',
  machineDump: 'the core dump of a machine',
  vcenterDump: 'the dump of vCenter Server',
  backedUp: 'whether it counts as backed up',
  status: 'the status shown in the vSphere Client',
  health: 'the health shown in the vSphere Client',
  error: 'the screen that it halts at',
  power: 'its power state',
  p12s: 'the .p12 of',
  backups: 'the vCenter backup',
  storedBlocks: 'the blocks that it stores',
};

/** Names of lists of things: what is in them speaks for itself. */
const lists: ReadonlySet<string> = new Set([
  'hosts',
  'vcenters',
  'machines',
  'providers',
  'datastores',
  'keyServers',
]);

/**
 * Where to look.
 * @param path names from the outside in, joined by dots: `hosts.esx-1.held.A`
 * @returns such as `esx-1, the key that the host holds of A`
 */
export function seenAt(path: string): string {
  const said = pathOf(path)
    .filter((name) => !lists.has(name))
    .map((name) => words[name] ?? plainWords(name));
  return said.join(', ').replaceAll(' of, ', ' of ');
}

/** What is there: `yes`, `no`, `nothing`, or the value itself. `text` is JSON. */
export function seenValue(text: string): string {
  const value: unknown = JSON.parse(text);
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (value === null || (Array.isArray(value) && value.length === 0)) return 'nothing';
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' ? plainWords(value) : text;
}

/** A release such as `8.0` and a file such as `nkp.p12` keep their dots. */
function pathOf(path: string): readonly string[] {
  return path.split(/\.(?=[a-z][\w-]*)(?!p12\b)/iu);
}

/** `nearlyFull` is `nearly full`; names of things, such as `esx-01` and `A#1`, stay as they are. */
function plainWords(name: string): string {
  return /^[a-z]+(?:[A-Z][a-z]+)+$/u.test(name)
    ? name.replaceAll(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`)
    : name;
}
