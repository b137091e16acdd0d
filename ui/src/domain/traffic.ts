// SPDX-License-Identifier: MPL-2.0

export const KINDS = ['channel', 'rule', 'release'] as const;
export type TrafficKind = (typeof KINDS)[number];

export const RANGES = ['1h', '24h', '7d'] as const;
export type TrafficRange = (typeof RANGES)[number];

/** Ranges as people say them. */
export const RANGE_NAMES: Readonly<Record<TrafficRange, string>> = {
  '1h': 'hour',
  '24h': '24 hours',
  '7d': '7 days',
};

/** One of some values, or the first one where a text is none of them. */
export function oneOf<T extends string>(values: readonly [T, ...T[]], text: string | null): T {
  return values.find((value) => value === text) ?? values[0];
}

/**
 * Colors of the parts of a chart, the largest first. In each theme, all have a contrast of at least 3 with the
 * background, and can be told apart with normal and each kind of color-blind sight.
 */
export const COLORS = {
  light: ['#054f61', '#b451cd', '#7e9b08', '#2a0561', '#089b7e', '#4f1717', '#7b2af4', '#614f05'],
  dark: ['#7272e4', '#e4ab72', '#72e4e4', '#b85185', '#85d831', '#ab88ce', '#e4e4be', '#d83131'],
} as const;

/** Color of all other parts together. */
export const OTHERS_COLOR = { light: '#767b85', dark: '#8b93a1' } as const;

/** Parts that are shown on their own. */
export const SHOWN = COLORS.light.length;

/** A fraction as a percentage, such as “12.3 %”. Small ones are never rounded to nothing. */
export function percent(fraction: number): string {
  const value = fraction * 100;
  if (value > 0 && value < 0.1) {
    return '< 0.1\u00a0%';
  }
  return `${value.toFixed(value < 99.95 && value !== 0 ? 1 : 0)}\u00a0%`;
}

/** Answers per second, such as “12.3/s”; per minute or hour where that is more readable. */
export function perSecond(rate: number): string {
  if (rate === 0) {
    return '0/s';
  }
  if (rate >= 1) {
    return `${rate < 100 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en')}/s`;
  }
  return rate * 60 >= 1 ? `${(rate * 60).toFixed(1)}/min` : `${(rate * 3_600).toFixed(1)}/h`;
}

/** How the rates on an axis are written: all in the same unit, by the largest of them. */
export function axisRate(max: number): (rate: number) => string {
  const [unit, factor] =
    max >= 1 ? (['s', 1] as const) : max * 60 >= 1 ? (['min', 60] as const) : (['h', 3_600] as const);
  return (rate) => `${(rate * factor).toLocaleString('en', { maximumFractionDigits: 2 })}/${unit}`;
}

/** The largest sum of all parts at one time. */
export function highest(parts: readonly Readonly<{ rates: readonly (number | null)[] }>[]): number {
  const sums = (parts[0]?.rates ?? []).map((_, at) =>
    parts.reduce((sum, { rates }) => sum + (rates[at] ?? 0), 0),
  );
  return Math.max(0, ...sums);
}

type Part = Readonly<{ product: string; name: string }>;

/** What a part of the traffic is called. */
export function partName(by: TrafficKind, { product, name }: Part, withProduct: boolean): string {
  if (name === '') {
    return 'All others';
  }
  switch (by) {
    case 'rule':
      return withProduct && product !== 'any' ? `Rule ${name}, ${product}` : `Rule ${name}`;
    case 'release':
      return name;
    case 'channel':
      if (product === 'none') {
        return 'No rule';
      }
      return withProduct ? `${product} ${name === 'any' ? 'any channel' : name}` : name;
  }
}

/** Where a part of the traffic is explained; null where there is no page for it. */
export function partAddress(by: TrafficKind, { product, name }: Part): string | null {
  if (name === '' || product === 'none' || name === 'other') {
    return null;
  }
  switch (by) {
    case 'rule':
      return `/rules/${name}`;
    case 'release':
      return `/releases/${encodeURIComponent(name)}`;
    case 'channel':
      return product === 'any' || name === 'any'
        ? null
        : `/rules?${new URLSearchParams({ product, channel: name.replace(/\*$/, '') })}`;
  }
}

/**
 * The path of a sparkline in a box, from its left to its right edge. Points that are null are gaps.
 *
 * @param max what the upper edge stands for
 */
export function sparkline(
  rates: readonly (number | null)[],
  max: number,
  width: number,
  height: number,
): string {
  const step = rates.length > 1 ? width / (rates.length - 1) : 0;
  let path = '';
  let isDrawing = false;
  rates.forEach((rate, index) => {
    if (rate === null) {
      isDrawing = false;
      return;
    }
    const x = Math.round(index * step * 10) / 10;
    const y = Math.round((height - (max === 0 ? 0 : (rate / max) * height)) * 10) / 10;
    path += `${isDrawing ? 'L' : 'M'}${x} ${y}`;
    isDrawing = true;
  });
  return path;
}

/** How a rate has changed: the last quarter of the points against all before. */
export function trend(rates: readonly (number | null)[]): 'rising' | 'falling' | 'steady' {
  const counted = rates.filter((rate) => rate !== null);
  const from = Math.floor(counted.length * 0.75);
  const before = average(counted.slice(0, from));
  const after = average(counted.slice(from));
  if (from === 0 || Math.abs(after - before) <= 0.2 * Math.max(after, before)) {
    return 'steady';
  }
  return after > before ? 'rising' : 'falling';
}

function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
