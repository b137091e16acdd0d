// SPDX-License-Identifier: MPL-2.0

/** Whether a channel of a rule, which may end with an asterisk, is for a channel. Without one it is for all of them. */
export function channelFits(pattern: string | null, channel: string): boolean {
  if (!pattern || pattern === channel) {
    return true;
  }
  return pattern.endsWith('*') && pattern.length > 2 && channel.startsWith(pattern.slice(0, -1));
}
