// SPDX-License-Identifier: MPL-2.0
import { expect, it } from 'vitest';
import type { Destination } from '../api/notifications';
import { eventName, failureText, health } from './notifications';

it.each([
  ['status 404', 'The server responded with status 404.'],
  ['no response within 10000 ms', 'The server did not respond in time (no response within 10000 ms).'],
  ['no response: ConnectException', 'The server can’t be reached (ConnectException).'],
  ['MessagingException with status 550', 'Not delivered: MessagingException with status 550.'],
])('says why an attempt failed: %s', (reason, text) => {
  expect(failureText(reason)).toBe(text);
});

it('names events, also those of newer servers', () => {
  expect(eventName('failed')).toBe('can’t be enacted');
  expect(eventName('later_added')).toBe('later_added');
});

it.each([
  [0, null, 'ok'],
  [0, 5, 'waiting'],
  [2, 5, 'failing'],
])('tells how a destination is doing: %d failures, oldest %s', (failures, oldest, expected) => {
  expect(health({ failures, oldest_undelivered: oldest } as Destination)).toBe(expected);
});
