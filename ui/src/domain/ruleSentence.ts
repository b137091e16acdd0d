// SPDX-License-Identifier: MPL-2.0
import { type FieldDescription, MATCHING, type RuleField, type RuleRow } from './ruleFields';

/** A piece of a sentence: plain words, whom the rule is for, or the name of a release. */
export type Part = Readonly<{ kind: 'words' | 'who' | 'release' | 'rate'; text: string }>;

const OR = new Intl.ListFormat('en', { type: 'disjunction' });
const LANGUAGES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
/** With more locales than these, their codes have to do. */
const FEW_LOCALES = 3;

const SYSTEMS = [
  [/^WINNT_x86_64-/, 'Windows 64-bit'],
  [/^WINNT_x86-/, 'Windows 32-bit'],
  [/^WINNT_aarch64-/, 'Windows ARM'],
  [/^Linux_x86_64-/, 'Linux 64-bit'],
  [/^Linux_x86-/, 'Linux 32-bit'],
  [/^Linux_aarch64-/, 'Linux ARM'],
  [/^Darwin_/, 'macOS'],
  [/^Android_/, 'Android'],
] as const;
/** Those that are meant when nothing more is said. */
const USUAL_TARGETS: ReadonlySet<string> = new Set([
  'WINNT_x86_64-msvc',
  'WINNT_x86-msvc',
  'WINNT_aarch64-msvc-aarch64',
  'Linux_x86_64-gcc3',
  'Linux_x86-gcc3',
  'Linux_aarch64-gcc3',
]);

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

/** Returns a rule in one short line, such as “Firefox release*, 72.0.*, Windows 32-bit → Firefox-139.0.4-build1”. */
export function ruleBrief(rule: RuleRow): string {
  const conditionTexts = conditions(rule).map((text) => text.replace(/^version /, ''));
  return `${[audience(rule), ...conditionTexts].join(', ')} → ${rule.mapping || 'no update'}`;
}

function audience({ product, channel }: RuleRow): string {
  if (!product && !channel) {
    return 'All products and channels';
  }
  return `${product || 'All products'} ${channel || 'on all channels'}`;
}

/** How conditions are said that their label alone does not say well. */
const PHRASES: Readonly<Partial<Record<RuleField, (value: string) => string>>> = {
  version: (value) => `version ${anyOf(value, spaced)}`,
  buildID: (value) => `build ID ${spaced(value)}`,
  buildTarget: system,
  osVersion: (value) => `OS ${anyOf(value, together)}`,
  locale: languages,
  instructionSet: (value) => `instruction set ${anyOf(value)}`,
  memory: (value) => `memory ${spaced(value)} MB`,
};

function conditions(rule: RuleRow): string[] {
  return MATCHING.filter(({ name }) => name !== 'product' && name !== 'channel').flatMap((field) => {
    const value = rule[field.name];
    return value === null || value === undefined || value === '' ? [] : [phrase(field, value)];
  });
}

function phrase({ name, label, isList }: FieldDescription, value: string | number | boolean): string {
  const what = label.charAt(0).toLowerCase() + label.slice(1);
  if (typeof value === 'boolean') {
    return `${value ? 'with' : 'without'} ${what}`;
  }
  const text = String(value);
  return PHRASES[name]?.(text) ?? `${what} ${isList ? anyOf(text) : text}`;
}

/** A list with commas, of which one has to fit. */
function anyOf(list: string, show: (item: string) => string = (item) => item): string {
  return OR.format(items(list).map(show));
}

function items(list: string): string[] {
  return list
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

function together(parts: string): string {
  return parts.replace(/\s*&&\s*/g, ' and ');
}

function languages(list: string): string {
  return anyOf(list, items(list).length > FEW_LOCALES ? undefined : language);
}

function language(code: string): string {
  try {
    const name = LANGUAGES.of(code);
    return name === undefined ? code : `${name} (${code})`;
  } catch {
    // Some codes, such as ja-JP-mac, are Mozilla’s own.
    return code;
  }
}

/** A comparison with room to breathe: “< 140.0” in place of “<140.0”. */
function spaced(value: string): string {
  return value
    .replace(/^([<>]=?)\s*/, '$1\u00a0')
    .replace('<=', '≤')
    .replace('>=', '≥');
}

function system(target: string): string {
  const name = SYSTEMS.find(([pattern]) => pattern.test(target))?.[1];
  if (name === undefined) {
    return target;
  }
  return USUAL_TARGETS.has(target) ? name : `${name} (${target})`;
}

function offer({ mapping, fallbackMapping, backgroundRate }: RuleRow): Part[] {
  if (!mapping) {
    return [words('offers nothing')];
  }
  const release: Part = { kind: 'release', text: mapping };
  // A rule without a rate is served to nobody by itself, as one of 0 %.
  const rate = backgroundRate ?? 0;
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
