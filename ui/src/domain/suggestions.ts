// SPDX-License-Identifier: MPL-2.0

/** More than that nobody reads, and drawing them would take long. */
const MOST = 50;

/** The names that contain what was typed, those that begin with it first. */
export function suggestions(names: readonly string[], typed: string): string[] {
  const wanted = typed.trim().toLowerCase();
  const beginning: string[] = [];
  const containing: string[] = [];
  for (const name of names) {
    const place = name.toLowerCase().indexOf(wanted);
    if (place === 0) {
      beginning.push(name);
    } else if (place > 0 && containing.length < MOST) {
      containing.push(name);
    }
    if (beginning.length === MOST) {
      break;
    }
  }
  return [...beginning, ...containing].slice(0, MOST);
}
