// SPDX-License-Identifier: MPL-2.0

/** A message about something that was done or has happened, with at most one thing to do about it. */
export type Notice = Readonly<{
  key: number;
  text: string;
  severity: 'success' | 'error';
  action: NoticeAction | null;
}>;

/** What can be done about a notice. What fails is told by another notice. */
export type NoticeAction = Readonly<{ label: string; run: () => unknown }>;

let notices: readonly Notice[] = [];
let next = 0;
const listeners = new Set<() => void>();

/** Shows that something was done, for a few seconds. */
export function notify(text: string, action: NoticeAction | null = null): void {
  put({ text, severity: 'success', action });
}

/** Shows that something failed which no form tells about. */
export function notifyFailure(text: string, action: NoticeAction | null = null): void {
  put({ text, severity: 'error', action });
}

function put(notice: Omit<Notice, 'key'>): void {
  next += 1;
  set([...notices, { ...notice, key: next }]);
}

/** Takes a notice away. */
export function dismiss(key: number): void {
  set(notices.filter((notice) => notice.key !== key));
}

/** Returns the notices that are not dismissed, the oldest first. */
export function pendingNotices(): readonly Notice[] {
  return notices;
}

/** Calls back whenever notices change; returns how to stop that. */
export function subscribeToNotices(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(changed: readonly Notice[]): void {
  notices = changed;
  for (const listener of listeners) {
    listener();
  }
}
