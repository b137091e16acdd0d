// SPDX-License-Identifier: MPL-2.0
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';

type Props<T> = Readonly<{
  /** What the list is of, for those who hear it. */
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string | number;
  /** About how high a row is, in pixels, until it has been measured. */
  estimate: number;
  children: (item: T, index: number) => ReactNode;
}>;

/** Shorter lists are drawn whole, so that the browser’s search and printing have all of them. */
const FEW = 300;

/** A list. Of a long one only the rows that can be seen are drawn. It scrolls with the window. */
export function VirtualList<T>(props: Props<T>) {
  return props.items.length <= FEW ? <WholeList {...props} /> : <LongList {...props} />;
}

function WholeList<T>({ label, items, keyOf, children }: Props<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: the same roles as in a long list
    <div role="list" aria-label={label}>
      {items.map((item, index) => (
        // biome-ignore lint/a11y/useSemanticElements: as above
        <div key={keyOf(item)} role="listitem" data-index={index}>
          {children(item, index)}
        </div>
      ))}
    </div>
  );
}

function LongList<T>({ label, items, keyOf, estimate, children }: Props<T>) {
  const list = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);

  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => estimate,
    getItemKey: (index) => keyOf(items[index] as T),
    // Enough that fast scrolling never comes to a row that is not there yet.
    overscan: 12,
    scrollMargin: top,
  });

  return (
    // biome-ignore lint/a11y/useSemanticElements: the height of a real list could not be set without its rows
    <div
      ref={list}
      role="list"
      aria-label={label}
      style={{ height: virtualizer.getTotalSize(), position: 'relative' }}
    >
      {virtualizer.getVirtualItems().map((row) => (
        // biome-ignore lint/a11y/useSemanticElements: as above
        <div
          key={row.key}
          ref={virtualizer.measureElement}
          role="listitem"
          aria-setsize={items.length}
          aria-posinset={row.index + 1}
          data-index={row.index}
          style={{
            position: 'absolute',
            top: 0,
            left: 0,
            width: '100%',
            transform: `translateY(${row.start - top}px)`,
          }}
        >
          {children(items[row.index] as T, row.index)}
        </div>
      ))}
    </div>
  );
}
