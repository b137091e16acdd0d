// SPDX-License-Identifier: MPL-2.0
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { type Diagnostic, linter, lintGutter } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, StateEffect } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { appearance } from './editorAppearance';

/** A mistake in a text: from where to where, in UTF-16 units. */
export type Mistake = Readonly<{ from: number; to: number; message: string }>;

export type EditorHandle = Readonly<{
  /** Puts the cursor there, in sight. */
  goTo: (at: number) => void;
}>;

type Props = Readonly<{
  label: string;
  value: string;
  /** Nobody can type where this is missing. */
  onChange?: (text: string) => void;
  /** Finds what is wrong with a text. It is asked again when it is another one, and after a pause in typing. */
  check?: (text: string) => readonly Mistake[];
  /** Such as 60vh. */
  height?: string;
  ref?: Ref<EditorHandle>;
}>;

const checkAgain = StateEffect.define<null>();
const NOTHING = () => [];

/** Edits JSON: colors, folding, search (Ctrl-F), undo, and errors at their lines. Load it lazily, it is large. */
export default function JsonEditor({ label, value, onChange, check = NOTHING, height = '60vh', ref }: Props) {
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const listener = useRef(onChange);
  listener.current = onChange;
  const checker = useRef(check);
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
        readOnly
          ? [EditorState.readOnly.of(true)]
          : [
              lintGutter(),
              linter(({ state }) => checker.current(state.doc.toString()).map(diagnostic), {
                delay: 400,
                needsRefresh: ({ transactions }) =>
                  transactions.some(({ effects }) => effects.some((effect) => effect.is(checkAgain))),
              }),
            ],
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...foldKeymap, indentWithTab]),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
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
    checker.current = check;
    editor.current?.dispatch({ effects: checkAgain.of(null) });
  }, [check]);

  useImperativeHandle(ref, () => ({
    goTo(at) {
      const view = editor.current;
      const anchor = Math.min(at, view?.state.doc.length ?? 0);
      view?.dispatch({
        selection: { anchor },
        effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
      });
      view?.focus();
    },
  }));

  return <div ref={parent} />;
}

function diagnostic({ from, to, message }: Mistake): Diagnostic {
  return { from, to, message, severity: 'error' };
}
