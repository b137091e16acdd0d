// SPDX-License-Identifier: MPL-2.0
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** How editors look: the colors of the page, in the light and in the dark. */
export function appearance(height: string): Extension {
  return [
    EditorView.cspNonce.of(
      document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '',
    ),
    EditorView.theme({
      '&': {
        height,
        fontSize: '13px',
        color: 'var(--mui-palette-text-primary)',
        backgroundColor: 'var(--mui-palette-background-paper)',
        border: '1px solid var(--mui-palette-divider)',
        borderRadius: '8px',
        overflow: 'hidden',
      },
      '&.cm-focused': { outline: '2px solid var(--mui-palette-primary-main)', outlineOffset: '-1px' },
      '.cm-content': { caretColor: 'var(--mui-palette-primary-main)' },
      '.cm-cursor': { borderLeftColor: 'var(--mui-palette-primary-main)' },
      '.cm-gutters': {
        color: 'var(--mui-palette-text-secondary)',
        backgroundColor: 'var(--mui-palette-background-default)',
        borderRight: '1px solid var(--mui-palette-divider)',
      },
      '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--mui-palette-action-hover)' },
      '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
        backgroundColor: 'rgb(var(--mui-palette-primary-mainChannel) / 0.22) !important',
      },
      // The signs that they would have are in few fonts.
      '.cm-collapsedLines': {
        color: 'var(--mui-palette-text-secondary)',
        background: 'var(--mui-palette-background-default)',
        '&:before, &:after': { content: '"···"' },
      },
      '.cm-panels': {
        color: 'var(--mui-palette-text-primary)',
        backgroundColor: 'var(--mui-palette-background-default)',
      },
      '.cm-tooltip': {
        color: 'var(--mui-palette-text-primary)',
        backgroundColor: 'var(--mui-palette-background-paper)',
        border: '1px solid var(--mui-palette-divider)',
      },
    }),
    syntaxHighlighting(
      HighlightStyle.define([
        { tag: tags.propertyName, color: 'var(--mui-palette-primary-main)' },
        { tag: tags.string, color: 'var(--mui-palette-success-main)' },
        { tag: [tags.number, tags.bool, tags.null], color: 'var(--mui-palette-warning-main)' },
      ]),
    ),
  ];
}
