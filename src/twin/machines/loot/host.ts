/** The host: its encrypted configuration, the ways to its key, and what it gives away when it is carried off. */
import { exposeKeyBytes, type Key, keyFrom } from '../../../crypto/key.ts';
import type { Random } from '../../../random.ts';
import { adopt, type Bench, derive, keyOfText, mint, seal, unwrap } from '../../secrets.ts';
import { freshChip, sealWith, unsealWith } from '../../tpm.ts';
import type { Chip } from '../../world.ts';
import { keyBytes, recordOf, recoveryUse, type StolenHost } from './stolen.ts';

export type Binding = 'tpm' | 'file';

/** The three ways to the configuration key that can lie beside the archive. */
type KeyCopies = {
  readonly file: Uint8Array | undefined;
  readonly byChip: Uint8Array | undefined;
  readonly byRecoveryKey: Uint8Array | undefined;
};

export type Host = {
  binding: Binding;
  /** Whether the chip gives its key only to ESXi as secure boot has checked it. */
  secureBoot: boolean;
  /** Whether keys of a key server are written with the configuration. */
  persistence: boolean;
  configurationKey: Key;
  copies: KeyCopies;
  /** The recovery key as it stands on paper; with binding `file` there is none. */
  recoveryText: string | undefined;
  readonly chip: Chip | undefined;
  /** What only this board has. A key file that no thief of a boot device reads is encrypted with it. */
  readonly boardKey: Key;
};

type Writer = Bench & { readonly random: Random };

/** A host whose configuration key lies in a file. */
export function newHost(writer: Writer, hasTpm: boolean, keyFile: 'readable' | 'opaque'): Host {
  const configurationKey = mint(writer, writer.random, keyBytes);
  const boardKey = mint(writer, writer.random, keyBytes);
  const file =
    keyFile === 'readable'
      ? Uint8Array.from(exposeKeyBytes(configurationKey))
      : writer.stack.wrapKey(boardKey, configurationKey);
  return {
    binding: 'file',
    secureBoot: false,
    persistence: false,
    configurationKey,
    copies: { file, byChip: undefined, byRecoveryKey: undefined },
    recoveryText: undefined,
    chip: hasTpm ? freshChip(writer, writer.random) : undefined,
    boardKey,
  };
}

/**
 * Binding `tpm`: a new configuration key, sealed by the chip, with a new recovery key beside it.
 * @param keepsFile a planted defect: the file with the key stays
 */
export function bindToChip(writer: Writer, host: Host, chip: Chip, keepsFile: boolean): void {
  const groups = Array.from({ length: 16 }, () => String(writer.random.below(1_000_000)).padStart(6, '0'));
  const recoveryText = groups.join('-');
  const recoveryKey = derive(writer, keyOfText(writer, recoveryText), recoveryUse);
  const key = mint(writer, writer.random, keyBytes);
  host.binding = 'tpm';
  host.configurationKey = key;
  host.recoveryText = recoveryText;
  host.copies = {
    file: keepsFile ? Uint8Array.from(exposeKeyBytes(key)) : undefined,
    byChip: sealWith(writer, chip, key),
    byRecoveryKey: writer.stack.wrapKey(recoveryKey, key),
  };
}

/** The boot device with this configuration on it, as a record. */
export function bootDeviceOf(writer: Writer, host: Host, configuration: Uint8Array): Uint8Array {
  const { file, byChip, byRecoveryKey } = host.copies;
  const archive = seal(writer, writer.random, host.configurationKey, configuration);
  return recordOf('bootDevice', [archive, file ?? nothing, byChip ?? nothing, byRecoveryKey ?? nothing]);
}

const nothing: Uint8Array = new Uint8Array(0);

/** The host as it is now, switched off and carried away. The chip asks what its policy says now. */
export function carriedOff(bench: Bench, host: Host, hostLogin: 'beaten' | 'holds'): StolenHost {
  const { copies, chip, boardKey, secureBoot } = host;
  return {
    boot: (booted) => {
      if (booted === 'esxi' && hostLogin === 'holds') return [];
      if (booted === 'other' && secureBoot) return [];
      const key =
        copies.byChip === undefined
          ? keyInFile(bench, copies.file, boardKey)
          : chip && unsealWith(bench, chip, copies.byChip);
      return key === undefined ? [] : [recordOf('keys', [exposeKeyBytes(key)])];
    },
  };
}

function keyInFile(bench: Bench, file: Uint8Array | undefined, boardKey: Key): Key | undefined {
  if (file === undefined) return undefined;
  return file.length === keyBytes ? adopt(bench, keyFrom(file)) : unwrap(bench, boardKey, file);
}
