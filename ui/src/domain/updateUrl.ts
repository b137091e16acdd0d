// SPDX-License-Identifier: MPL-2.0

/** An operating system as clients name it in update URLs. */
export type System = Readonly<{ name: string; label: string; buildTarget: string; osVersion: string }>;

/** The systems that can be asked about, the most frequent first. */
export const SYSTEMS = [
  {
    name: 'win64',
    label: 'Windows 64-bit',
    buildTarget: 'WINNT_x86_64-msvc-x64',
    osVersion: 'Windows_NT 10.0.0.0.19045.2965 (x64)',
  },
  {
    name: 'win32',
    label: 'Windows 32-bit',
    buildTarget: 'WINNT_x86-msvc-x86',
    osVersion: 'Windows_NT 10.0.0.0.19045.2965 (x86)',
  },
  {
    name: 'winarm',
    label: 'Windows ARM',
    buildTarget: 'WINNT_aarch64-msvc-aarch64',
    osVersion: 'Windows_NT 10.0.0.0.22621.1702 (aarch64)',
  },
  {
    name: 'mac',
    label: 'macOS',
    buildTarget: 'Darwin_x86_64-gcc3-u-i386-x86_64',
    osVersion: 'Darwin 22.5.0',
  },
  {
    name: 'linux64',
    label: 'Linux 64-bit',
    buildTarget: 'Linux_x86_64-gcc3',
    osVersion: 'Linux 6.1.0 (GTK 3.24.38,libpulse 16.1.0)',
  },
  {
    name: 'linux32',
    label: 'Linux 32-bit',
    buildTarget: 'Linux_x86-gcc3',
    osVersion: 'Linux 6.1.0 (GTK 3.24.38,libpulse 16.1.0)',
  },
] as const satisfies readonly System[];

/** What a client says of itself, as far as it matters for most rules. */
export type Client = Readonly<{
  product: string;
  channel: string;
  version: string;
  /** The name of one of the systems. */
  system: string;
  locale: string;
  buildId: string;
}>;

/** A build ID that is older than any release, so that every release is an update. */
export const OLD_BUILD = '20000101000000';

/** Returns the update URL, from its path on, that such a client requests. */
export function updateUrl({ product, channel, version, system, locale, buildId }: Client): string {
  const { buildTarget, osVersion } = SYSTEMS.find(({ name }) => name === system) ?? SYSTEMS[0];
  const parts = [
    product,
    version,
    buildId || OLD_BUILD,
    buildTarget,
    locale,
    channel,
    osVersion,
    'ISET:SSE4_2,MEM:16384',
    'default',
    'default',
  ];
  return `/update/6/${parts.map(encodeURIComponent).join('/')}/update.xml`;
}

/** Returns the version before the newest, whose clients are offered something; the newest where there is no other. */
export function suggested(versions: readonly string[]): string {
  return versions[1] ?? versions[0] ?? '';
}

/** How versions of channels look; others have plain ones. */
const VARIANTS = [
  [/^(beta|aurora|devedition)/, /\d(b\d+)$/],
  [/^nightly/, /\d(a\d+)$/],
  [/^esr/, /\d(esr)$/],
] as const;

/**
 * Returns the versions that the releases of a product have, the newest first, as clients say them: without “b” and “esr”.
 *
 * @param names of releases, the newest first
 */
export function versionsOf(names: readonly string[], product: string, channel: string): string[] {
  const variant = VARIANTS.find(([pattern]) => pattern.test(channel))?.[1] ?? null;
  const all = names
    .filter((name) => name.startsWith(`${product}-`))
    .flatMap((name) => /-(\d+(?:\.\d+)+(?:[ab]\d+|esr)?)(?:-|$)/.exec(name)?.[1] ?? []);
  const fitting = all.filter((version) =>
    variant === null ? /\.\d+$/.test(version) : variant.test(version),
  );
  const shown = fitting.length > 0 ? fitting : all;
  return [...new Set(shown.map((version) => version.replace(/(b\d+|esr)$/, '')))];
}
