// SPDX-License-Identifier: MPL-2.0
import type { Destination } from '../api/notifications';

/** The kinds of destinations, as the page names them. */
export const KIND_NAMES: Readonly<Record<Destination['kind'], string>> = {
  webhook: 'Webhook',
  slack: 'Slack',
  email: 'E-mail',
};

const EVENT_NAMES: Readonly<Record<string, string>> = {
  signoff_needed: 'signoff needed',
  changes_requested: 'changes requested',
  overdue: 'overdue',
  failed: 'can’t be enacted',
  enacted: 'enacted',
  shutoff: 'updates shut off',
  resumed: 'updates resumed',
};

/** Returns the name of an event; that of the API for one that a newer server has. */
export function eventName(event: string): string {
  return EVENT_NAMES[event] ?? event;
}

/** Returns why an attempt failed, as a sentence. */
export function failureText(reason: string): string {
  const status = /^status (\d+)$/.exec(reason)?.[1];
  if (status !== undefined) {
    return `The server responded with status ${status}.`;
  }
  if (/^(no response within|not sent within)/.test(reason)) {
    return `The server did not respond in time (${reason}).`;
  }
  return /^no response/.test(reason)
    ? `The server can’t be reached (${reason.replace(/^no response: /, '')}).`
    : `Not delivered: ${reason}.`;
}

/** Returns how a destination is doing, from what all admin apps share. */
export function health({ failures, oldest_undelivered: oldest }: Destination): 'failing' | 'waiting' | 'ok' {
  if (failures > 0) {
    return 'failing';
  }
  return oldest === null ? 'ok' : 'waiting';
}
