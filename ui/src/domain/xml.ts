// SPDX-License-Identifier: MPL-2.0

/** Returns a document with one element a line, indented by depth; anything else than XML stays as it is. */
export function indented(text: string, contentType: string): string {
  if (!contentType.includes('xml')) {
    return text;
  }
  const tokens = text.match(/<[^>]*>|[^<]+/g) ?? [];
  const lines: string[] = [];
  let depth = 0;
  for (const token of tokens.map((each) => each.trim()).filter(Boolean)) {
    if (token.startsWith('</')) {
      depth = Math.max(0, depth - 1);
    }
    lines.push('  '.repeat(depth) + token);
    if (/^<[^?!/]/.test(token) && !token.endsWith('/>')) {
      depth += 1;
    }
  }
  return lines.join('\n');
}
