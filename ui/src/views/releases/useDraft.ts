// SPDX-License-Identifier: MPL-2.0
import { useEffect, useState } from 'react';
import type { Subject } from './subject';

type Draft = Readonly<{ subject: Subject; text: string }>;

/** How long after the last keystroke a draft is kept, in milliseconds. */
const PAUSE = 400;

/**
 * What somebody is typing, kept by the browser until the tab is closed: neither a new login nor a wrong click loses it.
 * With it stays what it was made from, so that what others have changed since is noticed.
 *
 * @param initial what there is without them
 * @param proposed what they begin with, if it is something else
 */
export function useDraft(key: string, subject: Subject, initial: string, proposed: string = initial) {
  const [kept] = useState(() => read(key));
  const [draft, setDraft] = useState<Draft>(kept ?? { subject, text: proposed });
  const [restored, setRestored] = useState(kept !== null && kept.text !== initial);

  useEffect(() => {
    const timer = setTimeout(() => (draft.text === initial ? forget(key) : write(key, draft)), PAUSE);
    return () => clearTimeout(timer);
  }, [key, draft, initial]);

  return {
    ...draft,
    restored,
    change: (text: string) => setDraft((before) => ({ ...before, text })),
    /** Goes on with another text, made from something else. */
    rebase: (next: Subject, text: string) => setDraft({ subject: next, text }),
    discard: () => {
      forget(key);
      setDraft({ subject, text: initial });
      setRestored(false);
    },
  };
}

function read(key: string): Draft | null {
  try {
    const kept = sessionStorage.getItem(prefixed(key));
    return kept === null ? null : (JSON.parse(kept) as Draft);
  } catch {
    return null;
  }
}

function write(key: string, draft: Draft): void {
  try {
    sessionStorage.setItem(prefixed(key), JSON.stringify(draft));
  } catch {
    // There is no room for it, so that it is only as safe as the page.
  }
}

/** Lets go of a draft that has been saved. */
export function forget(key: string): void {
  sessionStorage.removeItem(prefixed(key));
}

function prefixed(key: string): string {
  return `balrog release ${key}`;
}
