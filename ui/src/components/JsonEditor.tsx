// SPDX-License-Identifier: MPL-2.0
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { type Diagnostic, linter, lintGutter, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { appearance } from './editorAppearance';

type Props = Readonly<{
  label: string;
  value: string;
  /** Nobody can type where this is missing. */
  onChange?: (text: string) => void;
  /** What is wrong, beyond the syntax, as the server says. */
  diagnostics?: readonly Diagnostic[];
  /** Such as 60vh. */
  height?: string;
}>;

/** Edits JSON: colours, folding, search (Ctrl-F), undo, and errors at their lines. Load it lazily, it is large. */
export default function JsonEditor({ label, value, onChange, diagnostics = [], height = '60vh' }: Props) {
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const listener = useRef(onChange);
  listener.current = onChange;
  const readOnly = onChange === undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new value must not throw the editor’s history away
  useEffect(() => {
    const view = new EditorView({
      parent: parent.current as HTMLElement,
      doc: value,
      extensions: [
        lineNumbers(),
        foldGutter(),
        history(),
        json(),
        bracketMatching(),
        indentOnInput(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        lintGutter(),
        readOnly ? [EditorState.readOnly.of(true)] : linter(jsonParseLinter()),
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...foldKeymap, indentWithTab]),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) {
            listener.current?.(update.state.doc.toString());
          }
        }),
        appearance(height),
      ],
    });
    editor.current = view;
    return () => view.destroy();
  }, [label, height, readOnly]);

  useEffect(() => {
    const view = editor.current;
    if (view !== null && view.state.doc.toString() !== value) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
    }
  }, [value]);

  useEffect(() => {
    const view = editor.current;
    if (view !== null && diagnostics.length > 0) {
      view.dispatch(setDiagnostics(view.state, [...diagnostics]));
    }
  }, [diagnostics]);

  return <div ref={parent} />;
}
