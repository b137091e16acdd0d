// SPDX-License-Identifier: MPL-2.0
import { type ComponentProps, lazy, Suspense } from 'react';
import { Loading } from './Loading';

// CodeMirror is large, and most people come without need of it.
const Editor = lazy(() => import('./JsonEditor'));
const Diff = lazy(() => import('./JsonDiff'));

/** Edits or shows JSON. */
export function JsonEditor(props: ComponentProps<typeof Editor>) {
  return (
    <Suspense fallback={<Loading label="Loading the editor" />}>
      <Editor {...props} />
    </Suspense>
  );
}

/** Shows the differences of two documents. */
export function JsonDiff(props: ComponentProps<typeof Diff>) {
  return (
    <Suspense fallback={<Loading label="Loading the comparison" rows={3} />}>
      <Diff {...props} />
    </Suspense>
  );
}
