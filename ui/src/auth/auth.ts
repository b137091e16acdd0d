// SPDX-License-Identifier: MPL-2.0
import { type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { Config } from '../app/config';

/** Who is logged in, as the identity provider says. */
export type Identity = Readonly<{ name: string; email: string }>;

/** Says in the storage of the browser that somebody has logged in here, so that a new tab tries to; no token is there. */
const LOGGED_IN_BEFORE = 'balrog.loggedInBefore';

/**
 * Login and logout: authorization code with PKCE, and renewal before the token expires.
 *
 * Tokens are kept in the storage of the tab, which ends with it, and never in an address.
 */
export class Auth {
  readonly #manager: UserManager | null;
  readonly #listeners = new Set<() => void>();
  readonly #issuer: string;
  #user: User | null = null;
  #restoring = false;
  #identity: Identity | null = null;

  constructor(config: Config) {
    const { clientId, issuer, audience, scope } = config.oidc;
    this.#issuer = issuer;
    if (clientId === null) {
      this.#manager = null;
      return;
    }
    const base = `${window.location.origin}${import.meta.env.BASE_URL}`;
    const storage = new WebStorageStateStore({ store: window.sessionStorage });
    this.#manager = new UserManager({
      authority: issuer,
      client_id: clientId,
      redirect_uri: `${base}login`,
      silent_redirect_uri: `${base}silent.html`,
      post_logout_redirect_uri: base,
      scope,
      extraQueryParams: { audience },
      userStore: storage,
      stateStore: storage,
      automaticSilentRenew: true,
    });
    this.#manager.events.addUserLoaded((user) => this.#set(user));
    this.#manager.events.addUserUnloaded(() => this.#set(null));
    this.#manager.events.addAccessTokenExpired(() => this.#set(null));
  }

  /** Whether there is anything to log in to. */
  get available(): boolean {
    return this.#manager !== null;
  }

  get identity(): Identity | null {
    return this.#identity;
  }

  /** The access token; null for somebody who is not logged in. */
  get token(): string | null {
    return this.#user?.access_token ?? null;
  }

  /** Whether it is still being found out whether the identity provider knows who this is. */
  get restoring(): boolean {
    return this.#restoring;
  }

  /** Calls back whenever somebody logs in or out; answers how to stop that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Finds out who is logged in in this tab. In a new tab of a browser in which somebody has logged in before, the identity
   * provider is asked in the background, without a question to anybody.
   */
  async restore(): Promise<void> {
    const user = (await this.#manager?.getUser()) ?? null;
    this.#set(user !== null && !user.expired ? user : null);
    if (this.#manager !== null && this.#user === null && hasLoggedInBefore()) {
      this.#restoring = true;
      this.renew().finally(() => {
        this.#restoring = false;
        this.#tell();
      });
    }
  }

  /**
   * Goes to the identity provider, and comes back to the place where this was called.
   *
   * @throws Error with a sentence that says why that is not possible
   */
  async login(): Promise<void> {
    if (this.#manager === null) {
      throw new Error('No login is configured.');
    }
    if (globalThis.crypto?.subtle === undefined) {
      throw new Error(
        'Logging in needs HTTPS. This page was loaded over plain HTTP, where browsers offer no cryptography; only localhost is exempt.',
      );
    }
    const { pathname, search } = window.location;
    try {
      await this.#manager.signinRedirect({ state: pathname + search });
    } catch (error) {
      const detail = error instanceof Error ? ` (${error.message})` : '';
      throw new Error(`The identity provider at ${this.#issuer} can’t be reached${detail}. Try again later.`);
    }
  }

  /** Takes what the identity provider says, and answers where to go on. */
  async completeLogin(): Promise<string> {
    const user = await this.#manager?.signinCallback();
    const place = typeof user?.state === 'string' ? user.state : '/';
    const base = import.meta.env.BASE_URL;
    return place.startsWith(base) ? `/${place.slice(base.length)}` : '/';
  }

  /** Gets a new token without asking anybody; answers whether there is one. */
  async renew(): Promise<boolean> {
    try {
      return (await this.#manager?.signinSilent()) != null;
    } catch {
      return false;
    }
  }

  /** Forgets who this is, here and at the identity provider. */
  async logout(): Promise<void> {
    window.localStorage.removeItem(LOGGED_IN_BEFORE);
    await this.#manager?.signoutRedirect();
  }

  #set(user: User | null): void {
    this.#user = user;
    const email = user?.profile.email ?? user?.profile.sub;
    this.#identity = email ? { email, name: user?.profile.name ?? email } : null;
    if (email) {
      window.localStorage.setItem(LOGGED_IN_BEFORE, 'yes');
    }
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }
}

function hasLoggedInBefore(): boolean {
  return window.localStorage.getItem(LOGGED_IN_BEFORE) !== null;
}
