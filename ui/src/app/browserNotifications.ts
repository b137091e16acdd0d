// SPDX-License-Identifier: MPL-2.0
import type { News } from '../domain/browserNews';

/** Whether the browser shows notifications: `blocked` by its user, `unsupported` by itself or over plain HTTP. */
export type BrowserState = 'on' | 'off' | 'blocked' | 'unsupported';

/** What is used of a browser. */
export type Platform = Readonly<{
  notification:
    | (Pick<typeof Notification, 'permission' | 'requestPermission'> &
        (new (
          title: string,
          options: NotificationOptions,
        ) => Pick<Notification, 'onclick' | 'close'>))
    | undefined;
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Runs the work while no other tab does. */
  exclusively: (work: () => void) => Promise<unknown>;
  focus: () => void;
}>;

const CHOICE = 'balrog browser notifications';
const SHOWN = 'balrog browser notifications shown';
/** How many tags are kept of what was shown. */
const MOST_KEPT = 300;

/** Notifications of the browser, which are shown once in all of its tabs. */
export class BrowserNotifications {
  readonly #platform: Platform;
  readonly #listeners = new Set<() => void>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  readonly state = (): BrowserState => {
    const { notification, storage } = this.#platform;
    if (notification === undefined) {
      return 'unsupported';
    }
    if (notification.permission === 'denied') {
      return 'blocked';
    }
    return notification.permission === 'granted' && storage.getItem(CHOICE) === 'on' ? 'on' : 'off';
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Says that another tab may have switched. */
  readonly tell = (): void => {
    for (const listener of this.#listeners) {
      listener();
    }
  };

  /** Switches them on. The browser asks its user, so it has to be called by a click. */
  async switchOn(): Promise<void> {
    const { notification, storage } = this.#platform;
    if ((await notification?.requestPermission()) === 'granted') {
      storage.setItem(CHOICE, 'on');
    }
    this.tell();
  }

  switchOff(): void {
    this.#platform.storage.removeItem(CHOICE);
    this.tell();
  }

  /** Shows news, unless they are switched off or a tab has shown the same before. */
  async show(news: News, open: (path: string) => void): Promise<void> {
    const { notification, exclusively, focus } = this.#platform;
    if (notification === undefined || this.state() !== 'on') {
      return;
    }
    await exclusively(() => {
      if (!this.#isNew(news.tag)) {
        return;
      }
      try {
        const shown = new notification(news.title, { body: news.body, tag: news.tag });
        shown.onclick = () => {
          focus();
          shown.close();
          open(news.path);
        };
      } catch {
        // Browsers of phones only let service workers show notifications.
      }
    });
  }

  #isNew(tag: string): boolean {
    const { storage } = this.#platform;
    const tags = kept(storage.getItem(SHOWN));
    if (tags.includes(tag)) {
      return false;
    }
    storage.setItem(SHOWN, JSON.stringify([...tags, tag].slice(-MOST_KEPT)));
    return true;
  }
}

function kept(text: string | null): string[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** Those of this browser. */
export const browserNotifications = new BrowserNotifications({
  // Without HTTPS, browsers never grant the permission.
  notification: globalThis.isSecureContext ? globalThis.Notification : undefined,
  storage: globalThis.localStorage,
  exclusively: (work) =>
    navigator.locks === undefined
      ? Promise.resolve().then(work)
      : navigator.locks.request('balrog browser notifications', work),
  focus: () => window.focus(),
});
