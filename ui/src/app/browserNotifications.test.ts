// SPDX-License-Identifier: MPL-2.0
import { expect, it } from 'vitest';
import { BrowserNotifications, type Platform } from './browserNotifications';

const NEWS = {
  tag: 'signoff rule 1 1',
  title: 'Needs your signoff: Rule 1',
  body: '',
  path: '/rules/changes/1',
};

/** A browser of which several tabs share what is stored. */
class Browser {
  readonly shown: FakeNotification[] = [];
  readonly stored = new Map<string, string>();
  permission: NotificationPermission = 'default';
  answer: NotificationPermission = 'granted';
  asked = 0;
  focused = 0;

  tab(): BrowserNotifications {
    const browser = this;
    class Shown extends FakeNotification {
      constructor(title: string, options: NotificationOptions) {
        super(title, options);
        browser.shown.push(this);
      }
      static get permission() {
        return browser.permission;
      }
      static async requestPermission() {
        browser.asked += 1;
        browser.permission = browser.answer;
        return browser.permission;
      }
    }
    return new BrowserNotifications({
      notification: Shown as unknown as Platform['notification'],
      storage: {
        getItem: (key) => this.stored.get(key) ?? null,
        setItem: (key, value) => this.stored.set(key, value),
        removeItem: (key) => this.stored.delete(key),
      },
      exclusively: async (work) => work(),
      focus: () => {
        this.focused += 1;
      },
    });
  }
}

class FakeNotification {
  onclick: (() => void) | null = null;
  closed = false;
  constructor(
    readonly title: string,
    readonly options: NotificationOptions,
  ) {}
  close() {
    this.closed = true;
  }
}

it('asks for the permission only when it is switched on, and shows nothing before', async () => {
  const browser = new Browser();
  const tab = browser.tab();
  await tab.show(NEWS, () => {});
  expect([tab.state(), browser.asked, browser.shown.length]).toEqual(['off', 0, 0]);
  await tab.switchOn();
  expect([tab.state(), browser.asked]).toEqual(['on', 1]);
});

it('shows the same once in all tabs, and again nothing once it is switched off', async () => {
  const browser = new Browser();
  const [first, second] = [browser.tab(), browser.tab()];
  await first.switchOn();
  expect(second.state()).toBe('on');
  await first.show(NEWS, () => {});
  await second.show(NEWS, () => {});
  expect(browser.shown.map(({ title, options }) => [title, options.tag])).toEqual([[NEWS.title, NEWS.tag]]);
  second.switchOff();
  await first.show({ ...NEWS, tag: 'other' }, () => {});
  expect(browser.shown).toHaveLength(1);
});

it('opens the view of what was clicked, in this tab', async () => {
  const browser = new Browser();
  const tab = browser.tab();
  await tab.switchOn();
  const opened: string[] = [];
  await tab.show(NEWS, (path) => opened.push(path));
  browser.shown[0]?.onclick?.();
  expect(opened).toEqual([NEWS.path]);
  expect([browser.focused, browser.shown[0]?.closed]).toEqual([1, true]);
});

it('says that they are blocked, or that the browser has none', async () => {
  const browser = new Browser();
  browser.answer = 'denied';
  const tab = browser.tab();
  await tab.switchOn();
  expect(tab.state()).toBe('blocked');
  const none = new BrowserNotifications({
    notification: undefined,
    storage: globalThis.localStorage,
    exclusively: async () => {},
    focus: () => {},
  });
  expect(none.state()).toBe('unsupported');
});
