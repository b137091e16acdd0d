// SPDX-License-Identifier: MPL-2.0
// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { ApiProblem } from '../api/problem';
import { ErrorState } from './ErrorState';
import { GatedButton } from './GatedButton';
import { Moment } from './Moment';
import { VirtualList } from './VirtualList';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('shows the present time of a view that had no times for a while', () => {
  vi.useFakeTimers();
  render(<Moment at={Date.now()} />);
  cleanup();
  vi.advanceTimersByTime(75_000);
  render(<Moment at={Date.now() - 60_000} />);
  expect(screen.getByText('1 minute ago')).toBeDefined();
});

it('never shows a past time as future when the clocks differ', () => {
  render(<Moment at={Date.now() + 5_000} past />);
  expect(screen.getByText('just now')).toBeDefined();
});

it('renders all rows of a list of usual length, so that the browser finds and prints them', () => {
  const items = Array.from({ length: 300 }, (_, i) => i);
  render(
    <VirtualList label="Rows" items={items} keyOf={(item) => item} estimate={40}>
      {(item) => `Row ${item}`}
    </VirtualList>,
  );
  expect(screen.getAllByRole('listitem')).toHaveLength(300);
});

it.each([
  [400, 0],
  [404, 0],
  [429, 1],
  [500, 1],
  [0, 1],
])('after status %d offers %d times to try again', (status, buttons) => {
  render(<ErrorState title="Failed" error={new ApiProblem(status, 'Title', 'Detail.')} onRetry={() => {}} />);
  expect(screen.queryAllByRole('button', { name: 'Try again' })).toHaveLength(buttons);
});

it('gives the reason why somebody may not press a button, also where it could not be pressed anyway', () => {
  render(
    <GatedButton verdict={{ allowed: false, reason: 'This needs a permission.' }} disabled>
      Save
    </GatedButton>,
  );
  const button = screen.getByRole('button', { name: 'Save', description: 'This needs a permission.' });
  button.focus();
  expect(document.activeElement).toBe(button);
});
