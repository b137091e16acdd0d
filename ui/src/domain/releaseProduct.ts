// SPDX-License-Identifier: MPL-2.0

/** Returns the product that the name of a release begins with; null where it is none of the products. */
export function productOf(release: string, products: Iterable<string>): string | null {
  return (
    [...products]
      .filter((product) => release.startsWith(`${product}-`))
      .sort((a, b) => b.length - a.length)[0] ?? null
  );
}

/** Returns names of releases with those of a product first, which keep their order. */
export function ofProductFirst(names: readonly string[], product: string): readonly string[] {
  const isOfProduct = (name: string) => name.startsWith(`${product}-`);
  return product === ''
    ? names
    : [...names.filter(isOfProduct), ...names.filter((name) => !isOfProduct(name))];
}
