// SPDX-License-Identifier: MPL-2.0
// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { Preflight } from '../api/preflight';
import { PreflightPanel } from './PreflightPanel';

afterEach(cleanup);

const AT_ONCE: Preflight = {
  required_signoffs: {},
  affected_by: [],
  at_once: true,
  own_signoff: null,
  roles: [],
  scheduled_change: null,
  refused: null,
};

it('shows what clients could not use, whoever has to agree', () => {
  const warnings = ['R has responses that clients discard: there is no file', 'dead-end: Clients stay.'];
  render(<PreflightPanel preflight={{ ...AT_ONCE, warnings }} error={null} />);
  screen.getByText(/takes effect immediately/);
  const list = screen.getByRole('list', { name: 'Warnings' });
  expect(
    within(list)
      .getAllByRole('listitem')
      .map((item) => item.textContent),
  ).toEqual(warnings);
});

it('shows no warnings where there are none', () => {
  render(<PreflightPanel preflight={AT_ONCE} error={null} />);
  expect(screen.queryByRole('list')).toBeNull();
});
