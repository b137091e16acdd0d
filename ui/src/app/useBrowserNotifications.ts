// SPDX-License-Identifier: MPL-2.0
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { outcomeOf } from '../api/changeRecord';
import { useAllChanges } from '../api/scheduledChanges';
import { shutoffs as shutoffList } from '../api/shutoffs';
import { appliedNews, type Known, type News, newsOf, resumedNews } from '../domain/browserNews';
import { historyKind } from '../domain/changes';
import { serverNow } from '../domain/clock';
import { type BrowserState, browserNotifications } from './browserNotifications';
import { useRouter } from './router';
import { useAccount, useApi } from './session';

/** How often is checked what became late, in milliseconds. */
const CHECK = 15_000;

/** Returns whether this browser shows notifications. */
export function useBrowserState(): BrowserState {
  return useSyncExternalStore(browserNotifications.subscribe, browserNotifications.state);
}

/** Notifies the user by the browser, on every view, of what happens while the page is open. */
export function useBrowserNotifications(): void {
  const api = useApi();
  const account = useAccount();
  const router = useRouter();
  const { changes, isPending, error } = useAllChanges();
  const { data: shutoffs } = useQuery(shutoffList(api));
  const latest = useRef<{ known: Known; tags: ReadonlySet<string> } | null>(null);
  const isLoaded = !isPending && error === null && shutoffs !== undefined && account.unloaded === undefined;

  useEffect(() => {
    const other = (event: StorageEvent) => event.key?.startsWith('balrog') && browserNotifications.tell();
    window.addEventListener('storage', other);
    return () => window.removeEventListener('storage', other);
  }, []);

  // Whoever logs in is not notified of what was there before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only of the user
  useEffect(() => {
    latest.current = null;
  }, [account.username, account.unloaded]);

  useEffect(() => {
    if (!isLoaded) {
      return;
    }
    const show = (news: News) => browserNotifications.show(news, (path) => router.navigate(path));
    const known: Known = { changes, shutoffs };
    check();
    const timer = setInterval(check, CHECK);
    return () => clearInterval(timer);

    function check() {
      const news = newsOf(known, account, serverNow());
      const before = latest.current;
      latest.current = { known, tags: new Set(news.map(({ tag }) => tag)) };
      if (before === null) {
        return;
      }
      news.filter(({ tag }) => !before.tags.has(tag)).forEach(show);
      resumedNews(before.known.shutoffs, known.shutoffs).forEach(show);
      if (browserNotifications.state() !== 'on') {
        return;
      }
      for (const change of before.known.changes) {
        const isGone = !changes.some(({ kind, id }) => kind === change.kind && id === change.id);
        if (
          isGone &&
          account.username !== null &&
          change.scheduledBy.split(', ').includes(account.username)
        ) {
          outcomeOf(api, historyKind(change), change.id).then(
            (outcome) => (outcome === 'applied' ? show(appliedNews(change)) : undefined),
            () => {},
          );
        }
      }
    }
  }, [isLoaded, changes, shutoffs, account, api, router]);
}
