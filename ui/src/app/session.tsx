// SPDX-License-Identifier: MPL-2.0
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import { type Api, body } from '../api/client';
import { ApiProblem } from '../api/problem';
import type { Auth, Identity } from '../auth/auth';
import type { Account } from '../domain/permissions';
import type { Config } from './config';

type Session = Readonly<{ config: Config; auth: Auth; api: Api }>;

const SessionContext = createContext<Session | null>(null);

/** Gives all below it the settings, the API, and who is logged in. */
export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) {
    throw new Error('there is no session around this component');
  }
  return session;
}

export function useConfig(): Config {
  return useSession().config;
}

export function useApi(): Api {
  return useSession().api;
}

export function useAuth(): Auth {
  return useSession().auth;
}

/** Who is logged in; null for nobody. */
export function useIdentity(): Identity | null {
  const { auth } = useSession();
  return useSyncExternalStore(auth.subscribe, () => auth.identity);
}

/** Returns whether it is still being found out who is logged in. */
export function useRestoring(): boolean {
  const { auth } = useSession();
  return useSyncExternalStore(auth.subscribe, () => auth.restoring);
}

const STRANGER: Account = { username: null, known: false, permissions: {}, roles: [] };

/** What whoever looks at this may do. Nobody may do anything until it is known. */
export function useAccount(): Account {
  const identity = useIdentity();
  const api = useApi();
  const { data, error } = useQuery({
    queryKey: ['account', identity?.email],
    enabled: identity !== null,
    staleTime: 60_000,
    queryFn: async (): Promise<Account> => {
      try {
        const path = { username: identity?.email ?? '' };
        const user = body(await api.GET('/users/{username}', { params: { path } }));
        return {
          username: user.username,
          known: true,
          permissions: user.permissions,
          roles: Object.keys(user.roles).sort(),
        };
      } catch (problem) {
        if (problem instanceof ApiProblem && [401, 403, 404].includes(problem.status)) {
          return { ...STRANGER, username: identity?.email ?? null };
        }
        throw problem;
      }
    },
  });
  if (identity === null) {
    return STRANGER;
  }
  return data ?? { ...STRANGER, username: identity.email, unloaded: error === null ? 'loading' : 'failed' };
}
