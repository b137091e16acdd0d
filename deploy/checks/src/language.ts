// SPDX-License-Identifier: MPL-2.0

/** Words that are not terms, and what to write in their place. */
const FORBIDDEN: readonly [RegExp, string][] = [
  [/\btexts\b/i, 'strings'],
  [/\bblanks\b/i, 'whitespace or spaces'],
  [/\bleads? (to|away|there)\b/i, 'map to, link to, cause'],
  [/\b(theatres?|theaters?|stage of the play)\b/i, 'test environment'],
  [/\bstrangers?\b/i, 'unauthenticated client'],
  [/\b(a|the) die\b/i, 'rollout sampler'],
  [/\bin a row\b/i, 'consecutive'],
  [/\bput off\b/i, 'defer or reject'],
  [/\b(any ?more)\b/i, 'no longer'],
  [/\bwitness(es)?\b/i, 'listener'],
  [/\bchronicles?\b/i, 'audit log'],
  [/\blooks? (whether|if|up whether)\b/i, 'check whether'],
  [/\b(two|a few|the first|each|every) looks?\b/i, 'poll'],
];

const JAVA_STRING = /"(?:[^"\\]|\\.)*"/g;
const TYPESCRIPT_STRING = /"(?:[^"\\]|\\.)*"|'[^'\n]*'|`[^`\n]*`|>[^<>{}]+</g;

/** A line that is to be read by people. */
export interface Line {
  readonly line: number;
  readonly words: string;
}

/** Returns the lines of a file that people read: of Markdown all but code, of programs the comments and strings. */
export function prose(path: string, content: string): Line[] {
  const lines = content.split('\n');
  if (path.endsWith('.md')) {
    let code = false;
    return lines.flatMap((words, index) => {
      if (/^\s*```/.test(words)) {
        code = !code;
        return [];
      }
      return code ? [] : [{ line: index + 1, words: words.replace(/`[^`]*`/g, '') }];
    });
  }
  let comment = false;
  return lines.flatMap((words, index) => {
    const start = /^\s*\/\*/.test(words);
    const isComment = comment || start || /^\s*\/\//.test(words);
    comment = (comment || start) && !words.includes('*/');
    if (isComment) {
      return [{ line: index + 1, words: words.replace(/\{@\w+ [^}]*\}|`[^`]*`/g, '') }];
    }
    const strings = words.match(path.endsWith('.java') ? JAVA_STRING : TYPESCRIPT_STRING) ?? [];
    const text = path.endsWith('.tsx') && /^\s*[A-Z][\w’,]* [\w ’,.:]+$/.test(words) ? [words] : [];
    return [
      { line: index + 1, words: [...strings, ...text].filter((string) => string.includes(' ')).join(' ') },
    ];
  });
}

/** Returns the lines with a word that is not a term of the field. */
export function violations(lines: readonly Line[]): Line[] {
  return lines.flatMap(({ line, words }) =>
    FORBIDDEN.flatMap(([word, better]) => {
      const found = word.exec(words);
      return found === null ? [] : [{ line, words: `"${found[0]}": write ${better}` }];
    }),
  );
}

/** Returns the relative links of a Markdown page, without those in code. */
export function links(markdown: string): string[] {
  const withoutCode = markdown.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
  const inline = [...withoutCode.matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/g)];
  const references = [...withoutCode.matchAll(/^\[[^\]]+\]:\s+(?![a-z]+:)(\S+)/gm)];
  return [...inline, ...references].map(([, link]) => decodeURI(link as string));
}

/** Returns the anchors of a page: those that GitHub gives its headings, and its own. */
export function anchors(markdown: string): Set<string> {
  const counts = new Map<string, number>();
  const found = new Set([...markdown.matchAll(/<a id="([^"]+)"/g)].map(([, id]) => id as string));
  for (const [, heading] of markdown.replace(/```[\s\S]*?```/g, '').matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const anchor = (heading as string)
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    found.add(count === 0 ? anchor : `${anchor}-${count}`);
  }
  return found;
}
