// SPDX-License-Identifier: MPL-2.0
import type { RuleRow } from './ruleFields';

/** A piece of a sentence: plain words, whom the rule is for, or the name of a release. */
export type Part = Readonly<{ kind: 'words' | 'who' | 'release' | 'rate'; text: string }>;

const SYSTEMS: Readonly<Record<string, string>> = {
  'WINNT_x86_64-msvc': 'Windows 64-bit',
  'WINNT_x86-msvc': 'Windows 32-bit',
  'WINNT_aarch64-msvc-aarch64': 'Windows ARM',
  'Linux_x86_64-gcc3': 'Linux 64-bit',
  'Linux_x86-gcc3': 'Linux 32-bit',
  'Linux_aarch64-gcc3': 'Linux ARM',
};

/** What a rule does, as a sentence in pieces, so that each can look like what it is. */
export function ruleSentence(rule: RuleRow): Part[] {
  return [
    { kind: 'who', text: audience(rule) },
    ...conditions(rule).flatMap((text): Part[] => [words(', '), words(text)]),
    words(': '),
    ...offer(rule),
  ];
}

/** The same as plain text. */
export function sentenceText(rule: RuleRow): string {
  return ruleSentence(rule)
    .map(({ text }) => text)
    .join('');
}

function audience({ product, channel }: RuleRow): string {
  if (!product && !channel) {
    return 'All products and channels';
  }
  return `${product || 'All products'} ${channel || 'on all channels'}`;
}

function conditions(rule: RuleRow): string[] {
  const list: (string | null)[] = [
    condition('version', rule.version),
    condition('build ID', rule.buildID),
    rule.buildTarget && either(rule.buildTarget, system),
    condition('OS', rule.osVersion),
    rule.locale && either(rule.locale),
    condition('instruction set', rule.instructionSet),
    rule.memory && `memory ${spaced(rule.memory)} MB`,
    condition('architecture', rule.headerArchitecture),
    condition('distribution', rule.distribution),
    condition('distribution version', rule.distVersion),
    rule.jaws === null ? null : rule.jaws ? 'with JAWS' : 'without JAWS',
    rule.mig64 === null ? null : rule.mig64 ? 'moving to 64 bit' : 'not moving to 64 bit',
  ];
  return list.filter((text): text is string => text !== null && text !== '');
}

function condition(name: string, value: string | null): string | null {
  return value ? `${name} ${either(value, spaced)}` : null;
}

function either(list: string, show: (item: string) => string = (item) => item): string {
  const items = list
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)
    .map((item) => show(item).replace(/\s*&&\s*/g, ' and '));
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(items);
}

/** A comparison with room to breathe: “< 140.0” in place of “<140.0”. */
function spaced(value: string): string {
  return value
    .replace(/^([<>]=?)\s*/, '$1\u00a0')
    .replace('<=', '≤')
    .replace('>=', '≥');
}

function system(target: string): string {
  if (SYSTEMS[target] !== undefined) {
    return SYSTEMS[target];
  }
  return target.startsWith('Darwin') ? `macOS (${target})` : target;
}

function offer({ mapping, fallbackMapping, backgroundRate }: RuleRow): Part[] {
  if (!mapping) {
    return [words('offers nothing')];
  }
  const release: Part = { kind: 'release', text: mapping };
  const rate = backgroundRate ?? 100;
  if (rate >= 100) {
    return [words('offers '), release];
  }
  const others: Part[] = fallbackMapping
    ? [words(', others get '), { kind: 'release', text: fallbackMapping }]
    : [words(', others get nothing')];
  const some: Part[] =
    rate <= 0
      ? [words(' only to those who ask for updates themselves')]
      : [words(' to '), { kind: 'rate', text: `${rate}\u00a0%` }, words(' of clients')];
  return [words('offers '), release, ...some, ...others];
}

function words(text: string): Part {
  return { kind: 'words', text };
}
