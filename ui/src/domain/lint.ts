// SPDX-License-Identifier: MPL-2.0

/** How many findings there are of each severity, such as “1 error, 2 warnings, 1 note”. */
export function countText(counts: Readonly<Record<'error' | 'warning' | 'note', number>>): string {
  const parts = (['error', 'warning', 'note'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}${counts[severity] === 1 ? '' : 's'}`);
  return parts.length === 0 ? 'No findings.' : `${parts.join(', ')}.`;
}
