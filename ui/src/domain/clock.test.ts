// SPDX-License-Identifier: MPL-2.0
import { afterEach, expect, it } from 'vitest';
import { serverNow, setServerTime } from './clock';
import { ago } from './time';

afterEach(() => setServerTime(0, 0));

it('follows the clock of the server, whatever the one of the browser says', () => {
  const server = Date.now() - 3_600_000;
  setServerTime(server);
  expect(Math.abs(serverNow() - server)).toBeLessThan(1_000);
  expect(ago(server - 60_000, serverNow())).toBe('1 minute ago');
});

it('keeps what it knows when the server tells no time', () => {
  setServerTime(Date.now() + 5_000);
  setServerTime(Number.NaN);
  expect(serverNow() - Date.now()).toBeGreaterThan(4_000);
});
