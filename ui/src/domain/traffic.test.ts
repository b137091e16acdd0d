// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import {
  axisRate,
  COLORS,
  highest,
  OTHERS_COLOR,
  oneOf,
  partAddress,
  partName,
  percent,
  perSecond,
  RANGES,
  sparkline,
  trend,
} from './traffic';

type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

/** Backgrounds of charts: those of the theme. */
const PAPER = { light: '#ffffff', dark: '#171a21' } as const;

/** Normal and color-blind sight, as matrices of linear RGB (Machado, Oliveira and Fernandes, 2009). */
const SIGHT: Readonly<Record<string, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function times(matrix: Matrix, [r, g, b]: Rgb): Rgb {
  return matrix.map((row) => row[0] * r + row[1] * g + row[2] * b) as unknown as Rgb;
}

function linear(color: string): Rgb {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [one, other]
    .map(linear)
    .map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b)
    .sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** CIELAB of a color as somebody sees it. */
function seen(color: string, sight: Matrix): Rgb {
  const rgb = times(sight, linear(color)).map((value) => Math.min(1, Math.max(0, value))) as unknown as Rgb;
  const [x, y, z] = times(
    [
      [0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505],
      [0.2126, 0.7152, 0.0722],
      [0.0193 / 1.089, 0.1192 / 1.089, 0.9505 / 1.089],
    ],
    rgb,
  ).map((value) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116)) as unknown as Rgb;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

describe.each(['light', 'dark'] as const)('colors of charts in the %s theme', (theme) => {
  const colors = COLORS[theme];

  it('stand out from the background', () => {
    for (const color of [...colors, OTHERS_COLOR[theme]]) {
      expect(contrast(color, PAPER[theme]), color).toBeGreaterThanOrEqual(3);
    }
  });

  it.each(Object.entries(SIGHT))('can be told apart with %s sight', (_, sight) => {
    for (const [index, one] of colors.entries()) {
      for (const other of colors.slice(index + 1)) {
        const [a, b] = [seen(one, sight), seen(other, sight)];
        expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]), `${one} ${other}`).toBeGreaterThan(20);
      }
    }
  });
});

it('writes shares and rates so that small ones are not nothing', () => {
  expect([0, 0.0004, 0.123, 0.9991, 1].map(percent)).toEqual([
    '0\u00a0%',
    '< 0.1\u00a0%',
    '12.3\u00a0%',
    '99.9\u00a0%',
    '100\u00a0%',
  ]);
  expect([0, 0.001, 0.05, 3.25, 12_345].map(perSecond)).toEqual([
    '0/s',
    '3.6/h',
    '3.0/min',
    '3.3/s',
    '12,345/s',
  ]);
});

it('writes the rates of an axis in one unit', () => {
  expect([0, 2_500].map(axisRate(3_000))).toEqual(['0/s', '2,500/s']);
  expect([0.05, 0.5].map(axisRate(0.5))).toEqual(['3/min', '30/min']);
  expect([0.001].map(axisRate(0.002))).toEqual(['3.6/h']);
  expect(highest([{ rates: [1, null, 3] }, { rates: [2, null, 0] }])).toBe(3);
  expect(highest([])).toBe(0);
});

it('names the parts, and links to where they are explained', () => {
  const release = { product: 'Firefox', name: 'release*' };
  expect(partName('channel', release, true)).toBe('Firefox release*');
  expect(partName('channel', release, false)).toBe('release*');
  expect(partAddress('channel', release)).toBe('/rules?product=Firefox&channel=release');
  expect(partName('channel', { product: 'none', name: 'none' }, true)).toBe('No rule');
  expect(partAddress('channel', { product: 'none', name: 'none' })).toBeNull();
  expect(partName('channel', { product: 'GMP', name: 'any' }, true)).toBe('GMP any channel');
  expect(partAddress('channel', { product: 'GMP', name: 'any' })).toBeNull();
  expect(partName('rule', { product: 'Firefox', name: '7' }, true)).toBe('Rule 7, Firefox');
  expect(partAddress('rule', { product: 'any', name: '7' })).toBe('/rules/7');
  expect(partAddress('release', { product: 'Firefox', name: 'a b' })).toBe('/releases/a%20b');
  expect(partName('rule', { product: '', name: '' }, true)).toBe('All others');
  expect(partAddress('rule', { product: '', name: '' })).toBeNull();
});

it('draws gaps where nothing was counted', () => {
  expect(sparkline([0, 1, null, 2, 4], 4, 80, 20)).toBe('M0 20L20 15M60 10L80 0');
  expect(sparkline([0, 0], 0, 80, 20)).toBe('M0 20L80 20');
  expect(sparkline([3], 3, 80, 20)).toBe('M0 0');
});

it('tells whether a rate rises', () => {
  expect(trend([1, 1, 1, 2])).toBe('rising');
  expect(trend([null, 2, 2, 2, 1])).toBe('falling');
  expect(trend([2, 2, 2, 2.1])).toBe('steady');
  expect(trend([5])).toBe('steady');
});

it('takes the first of some values for an unknown one', () => {
  expect(oneOf(RANGES, '7d')).toBe('7d');
  expect(oneOf(RANGES, '1y')).toBe('1h');
  expect(oneOf(RANGES, null)).toBe('1h');
});
