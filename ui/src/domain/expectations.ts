// SPDX-License-Identifier: MPL-2.0

type Checked = Readonly<{
  name: string;
  description: string;
  expected: string;
  products: readonly string[];
  held: boolean;
}>;

/** What is searched for: a text in name, description or expected outcome, and a product; empty for all. */
export type ExpectationFilter = Readonly<{ text: string; product: string }>;

/** Returns the expectations that fit a filter, broken ones first. */
export function filterExpectations<T extends Checked>(
  all: readonly T[],
  { text, product }: ExpectationFilter,
): T[] {
  const wanted = text.trim().toLowerCase();
  return all
    .filter(({ products }) => product === '' || products.includes(product))
    .filter(({ name, description, expected }) =>
      [name, description, expected].some((value) => value.toLowerCase().includes(wanted)),
    )
    .sort((a, b) => Number(a.held) - Number(b.held) || a.name.localeCompare(b.name, 'en'));
}

/** Returns how many are held and broken, in words. */
export function heldText(all: readonly Pick<Checked, 'held'>[]): string {
  const held = all.filter(({ held }) => held).length;
  const broken = all.length - held;
  return broken === 0 ? `${held} held` : `${broken} broken, ${held} held`;
}
