// SPDX-License-Identifier: MPL-2.0

/** Where this page runs, and with what. Read when it starts, so that the same files serve every environment. */
export type Config = Readonly<{
  /** What the addresses of the API begin with: a path, or the address of another host. */
  api: string;
  oidc: Readonly<{
    issuer: string;
    /** The identity provider's client as which people log in; null where nobody can. */
    clientId: string | null;
    audience: string;
    scope: string;
  }>;
  /** Whether an agent measures uptake, so that changes can wait for it; absent where that is not said. */
  uptake?: boolean;
  /** Such as production, stage or demo. */
  environment: string;
  version: string;
}>;

/** Reads the settings that lie beside the page. */
export async function loadConfig(): Promise<Config> {
  const response = await fetch(`${import.meta.env.BASE_URL}config.json`);
  if (!response.ok) {
    throw new Error(`the settings can't be read (status ${response.status})`);
  }
  return (await response.json()) as Config;
}
