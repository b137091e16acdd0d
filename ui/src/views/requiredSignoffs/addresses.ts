// SPDX-License-Identifier: MPL-2.0

type Place = Readonly<{ product: string; channel?: string | null; role: string }>;

/** Where a requirement is changed: names may have any characters, so that they are not parts of the path. */
export function editAddress({ product, channel, role }: Place, more: Record<string, string> = {}): string {
  const params = new URLSearchParams({ product, ...(channel ? { channel } : {}), role, ...more });
  return `/required-signoffs/edit?${params}`;
}
