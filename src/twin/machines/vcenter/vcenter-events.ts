/** What happens to vCenter Server itself, to its inventory and to its backups. */
import type { TwinEvent } from '../twin-of.ts';
import { argument, type Handler, hostOf, managing, vcenterNamed } from './asking.ts';
import {
  type Content,
  known,
  newPassword,
  packProviders,
  protection,
  readBackup,
  writeBackup,
  writeP12File,
} from './files.ts';
import { type Backup, type Host, newProvider, type Vcenter, type World } from './world.ts';

const first = (world: World): Vcenter => vcenterNamed(world, 'vc-1');

/** The host is in the inventory of a vCenter and in its cluster. */
export function enlist(host: Host, vcenter: string, connected: boolean): void {
  host.at = vcenter;
  host.clustered = true;
  host.connected = connected;
}

/** No vCenter knows the host. */
export function delist(host: Host): void {
  host.at = null;
  host.clustered = false;
  host.connected = false;
}

export const lossEvents: Readonly<Record<string, Handler>> = {
  vcenterStops: (world) => {
    if (first(world).state !== 'running') return 'vcenterNotRunning';
    first(world).state = 'stopped';
    return undefined;
  },
  startVcenter: (world) => {
    if (first(world).state !== 'stopped') return 'vcenterNotStopped';
    first(world).state = 'running';
    return undefined;
  },
  vcenterNodeFails: (world) => {
    const vcenter = first(world);
    if (vcenter.state === 'lost') return 'vcenterLost';
    if (vcenter.standby) {
      vcenter.standby = false;
      vcenter.state = 'running';
    } else {
      vcenter.state = 'lost';
      empty(vcenter);
      for (const host of world.hosts.values()) if (host.at === 'vc-1') delist(host);
    }
    return undefined;
  },
  repairStandby: (world) => {
    if (first(world).state !== 'running') return 'vcenterNotRunning';
    if (first(world).standby) return 'standbyReady';
    first(world).standby = true;
    return undefined;
  },
  rebuildVcenter: (world) => {
    if (first(world).state !== 'lost') return 'vcenterNotLost';
    first(world).state = 'running';
    return undefined;
  },
  addHost: (world, event) => {
    const host = hostOf(world, event);
    if (first(world).state !== 'running') return 'vcenterNotRunning';
    if (host.at === 'vc-1') return 'hostIsMember';
    if (!host.on) return 'hostNotOn';
    enlist(host, 'vc-1', true);
    return undefined;
  },
};

function empty(vcenter: Vcenter): void {
  vcenter.providers.clear();
  vcenter.system = null;
  vcenter.cluster = null;
  vcenter.standby = false;
}

function backupOf({ backups }: World, event: TwinEvent): Backup {
  const backup = backups.get(argument(event, 'backup'));
  if (backup === undefined) throw new Error('the variant has no backup of this name');
  return backup;
}

/** Whether a backup that lies on the cluster's own storage is out of reach. */
function isUnreachable({ variant, hosts }: World, event: TwinEvent): boolean {
  const site = variant.backups.find(({ name }) => name === event['backup']);
  return site?.onCluster === true && [...hosts.values()].every(({ on }) => !on);
}

/** What a backup holds, or why it can't be read. */
function contentOf(world: World, event: TwinEvent): Map<string, Content> | string {
  const { kept, lost } = backupOf(world, event);
  if (lost) return 'backupMissing';
  if (isUnreachable(world, event)) return 'backupUnreachable';
  return readBackup(world, kept, known(kept)) ?? 'passwordForgotten';
}

function changeBackup({ backups }: World, event: TwinEvent, to: Backup): undefined {
  backups.set(argument(event, 'backup'), to);
  return undefined;
}

export const backupEvents: Readonly<Record<string, Handler>> = {
  backupRuns: (world, event) => {
    const vcenter = first(world);
    if (vcenter.state !== 'running') return 'vcenterNotRunning';
    if (isUnreachable(world, event)) return 'backupUnreachable';
    const { kept } = backupOf(world, event);
    const file = writeBackup(world, packProviders(vcenter.providers), kept.password);
    return changeBackup(world, event, { kept: { ...kept, file }, lost: false });
  },
  restoreVcenter: (world, event) => {
    const vcenter = first(world);
    if (vcenter.state !== 'lost') return 'vcenterNotLost';
    const content = contentOf(world, event);
    if (typeof content === 'string') return content;
    empty(vcenter);
    vcenter.state = 'running';
    for (const [name, { key, keyId, tpmRequired, backedUp }] of content)
      vcenter.providers.set(name, { ...newProvider(key, tpmRequired), keyId, backedUp });
    for (const host of world.hosts.values()) enlist(host, 'vc-1', event['hosts'] === 'connected');
    return undefined;
  },
  exportFromBackup: (world, event) => {
    const content = contentOf(world, event);
    if (typeof content === 'string') return content;
    const name = argument(event, 'provider');
    const record = content.get(name);
    if (record === undefined) return 'providerNotInBackup';
    world.p12s.set(name, writeP12File(world, name, record, newPassword(world)));
    return undefined;
  },
  backupPasswordIsForgotten: (world, event) => {
    const { kept, lost } = backupOf(world, event);
    if (lost) return 'backupMissing';
    if (protection(kept) !== 'known') return 'noPassword';
    return changeBackup(world, event, { kept: { ...kept, forgotten: true }, lost });
  },
  backupIsLost: (world, event) => {
    const { kept, lost } = backupOf(world, event);
    return lost ? 'backupMissing' : changeBackup(world, event, { kept, lost: true });
  },
  disconnectHost: (world, event) => {
    const host = hostOf(world, event);
    const vcenter = managing(world, host);
    if (typeof vcenter === 'string') return vcenter;
    host.connected = false;
    return undefined;
  },
  reconnectHost: (world, event) => {
    const host = hostOf(world, event);
    if (host.at === null) return 'hostNotInInventory';
    if (vcenterNamed(world, host.at).state !== 'running') return 'vcenterNotRunning';
    if (host.connected) return 'hostConnected';
    if (!host.on) return 'hostNotOn';
    host.connected = true;
    return undefined;
  },
};
