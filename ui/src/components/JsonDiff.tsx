// SPDX-License-Identifier: MPL-2.0
import { json } from '@codemirror/lang-json';
import { MergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { appearance } from './editorAppearance';

type Props = Readonly<{ before: string; after: string; beforeLabel: string; afterLabel: string }>;

/** Two texts side by side, with what differs marked, and what does not folded away. Load it lazily, it is large. */
export default function JsonDiff({ before, after, beforeLabel, afterLabel }: Props) {
  const parent = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const side = (doc: string, label: string) => ({
      doc,
      extensions: [
        lineNumbers(),
        json(),
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        appearance('auto'),
      ],
    });
    const view = new MergeView({
      parent: parent.current as HTMLElement,
      a: side(before, beforeLabel),
      b: side(after, afterLabel),
      collapseUnchanged: { margin: 3, minSize: 6 },
      gutter: true,
    });
    return () => view.destroy();
  }, [before, after, beforeLabel, afterLabel]);

  return <div ref={parent} />;
}
