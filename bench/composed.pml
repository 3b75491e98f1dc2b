/* A slice of the real domain, by hand: a vCenter outside the cluster, a key provider with one .p12 file, and one host
 * with a TPM. The rules are those of models/rules, for a site without virtual machines, vSAN and vCenter backups.
 *
 * vc        0 running, 1 stopped, 2 lost          member    the host is in the inventory
 * key       0 none, 1, 2: the provider's key      made      the newest key ever made under its name
 * power     0 off, 1 on, 2 halted                 gone      the configuration is gone with the boot device
 * sealing   the configuration is bound to a TPM   written, held, hostkey: keys, 0 is none
 * chip      0 none, 1 foreign, 2 sealed           file      the key in the .p12
 * safe, vault   whether these places were lost: of the .p12; of its password and the recovery keys
 *
 * RETAINS is 1 when a host without a sealed configuration keeps its keys over a reboot.
 */
#ifndef RETAINS
#define RETAINS 1
#endif

byte vc = 0, key = 0, made = 0, file = 0;
bool member = 1, exported = 0, backedup = 0;
byte power = 1, written = 0, held = 0, hostkey = 0, chip = 2;
bool gone = 0, sealing = 1, hostsafe = 0, safelost = 0, vaultlost = 0;

#define KEEPS (sealing || RETAINS)
#define CAN_READ_FILE (!safelost && !vaultlost)

inline forgetProvider() { key = 0; exported = 0; backedup = 0 }
inline down() { power = 0; held = 0; hostsafe = 0 }
inline booted() { power = 1; held = (KEEPS -> written : 0); hostsafe = (hostkey != 0 && held == hostkey) }
inline write() { written = (KEEPS -> held : 0) }

active proctype site() {
 do
 /* the power of the site, the host */
 :: atomic { power == 1 -> down() }                          /* sitePowerFails */
 :: atomic { power == 1 -> down() }                          /* hostCrashes */
 :: atomic { power == 1 -> if :: !gone -> write() :: else -> skip fi; down() }   /* shutDownHost */
 :: atomic { power == 0 && !gone -> if :: !sealing || chip == 2 -> booted() :: else -> power = 2 fi }
 :: atomic { power == 2 && chip != 0 && !gone && !vaultlost -> booted() }        /* enterRecoveryKey */
 :: atomic { power == 1 && !gone -> write() }                /* hostWritesConfiguration */
 :: atomic { !gone -> gone = 1; written = 0 }                /* bootDeviceFails */
 :: atomic { power != 1 -> member = 0; gone = 0; written = 0; held = 0; hostkey = 0; hostsafe = 0; power = 0;
             if :: chip != 0 -> chip = 2; sealing = 1 :: else -> sealing = 0 fi }   /* reinstallHost */
 /* its TPM */
 :: atomic { chip == 2 -> chip = 1 }                         /* tpmIsCleared */
 :: atomic { chip != 0 -> chip = 0 }                         /* tpmGoesMissing */
 :: atomic { true -> down(); chip = 1 }                      /* boardIsSwapped */
 :: atomic { power == 1 && !gone && chip != 0 && !(sealing && chip == 2) -> sealing = 1; chip = 2; write() }
 /* vCenter */
 :: atomic { vc != 2 -> vc = 2; member = 0; forgetProvider() }     /* vcenterIsLost */
 :: atomic { vc == 1 -> vc = 2; member = 0; forgetProvider() }     /* abandonVcenter */
 :: atomic { vc == 0 -> vc = 1 }                             /* vcenterStops */
 :: atomic { vc == 1 -> vc = 0 }                             /* startVcenter */
 :: atomic { vc == 2 -> vc = 0; member = 0 }                 /* rebuildVcenter */
 :: atomic { vc == 0 && power == 1 && !member -> member = 1 }      /* addHost */
 :: atomic { vc == 0 && member && power == 1 ->              /* vcenterRemediatesHost */
             if :: key != 0 && backedup && chip != 0 -> held = key :: else -> held = 0 fi;
             hostsafe = (hostsafe && hostkey != 0 && held == hostkey) }
 :: atomic { vc == 0 && member && power == 1 && (hostkey != 0 -> held == hostkey : held != 0) ->
             hostkey = held; hostsafe = 1 }                  /* enableHostEncryption */
 :: atomic { vc == 0 && member && power == 1 && key != 0 && hostkey != key && held == key ->
             hostkey = key; hostsafe = 1 }                   /* rekeyHost */
 /* the provider */
 :: atomic { vc == 0 && key == 0 && made < 1 -> key = 1; made = 1; exported = 0; backedup = 0 }
 :: atomic { vc == 0 && key == 0 && made < 2 -> key = 2; made = 2; exported = 0; backedup = 0 }
 :: atomic { vc == 0 && key != 0 -> exported = 1 }           /* exportProvider */
 :: atomic { vc == 0 && key != 0 && exported && CAN_READ_FILE -> exported = 0; backedup = 1; file = key }
 :: atomic { vc == 0 && key == 0 && file != 0 && CAN_READ_FILE -> key = file; exported = 0; backedup = 1 }
 :: atomic { vc == 0 && key != 0 -> forgetProvider() }       /* deleteProvider */
 /* the places */
 :: atomic { !safelost -> safelost = 1 }
 :: atomic { !vaultlost -> vaultlost = 1 }
 od
}
