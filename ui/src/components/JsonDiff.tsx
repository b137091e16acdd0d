// SPDX-License-Identifier: MPL-2.0
import { json } from '@codemirror/lang-json';
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useEffect, useRef } from 'react';
import { appearance } from './editorAppearance';

type Props = Readonly<{ before: string; after: string; beforeLabel: string; afterLabel: string }>;

const COLLAPSED = { margin: 3, minSize: 6 };

/**
 * Two documents side by side, with what differs marked, and what does not folded away; on narrow screens one below the
 * other. Load it lazily, it is large.
 */
export default function JsonDiff({ before, after, beforeLabel, afterLabel }: Props) {
  const parent = useRef<HTMLDivElement>(null);
  const narrow = useMediaQuery('(max-width: 700px)');

  useEffect(() => {
    const element = parent.current as HTMLElement;
    const extensions = (label: string): Extension[] => [
      lineNumbers(),
      json(),
      EditorState.readOnly.of(true),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label }),
      appearance('auto'),
    ];
    if (narrow) {
      const view = new EditorView({
        parent: element,
        doc: after,
        extensions: [
          ...extensions(`${beforeLabel}, ${afterLabel}`),
          unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: COLLAPSED }),
        ],
      });
      return () => view.destroy();
    }
    const view = new MergeView({
      parent: element,
      a: { doc: before, extensions: extensions(beforeLabel) },
      b: { doc: after, extensions: extensions(afterLabel) },
      collapseUnchanged: COLLAPSED,
      gutter: true,
    });
    return () => view.destroy();
  }, [before, after, beforeLabel, afterLabel, narrow]);

  return <div ref={parent} />;
}
