// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { useEffect, useRef } from 'react';

/** Loads what follows as soon as it comes near, or when it is asked to. */
export function More({ busy, onMore }: Readonly<{ busy: boolean; onMore: () => void }>) {
  const here = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = here.current;
    if (element === null || busy) {
      return;
    }
    const observer = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) {
          onMore();
        }
      },
      { rootMargin: '600px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [busy, onMore]);

  return (
    <Stack ref={here} sx={{ alignItems: 'center', py: 2 }}>
      <Button onClick={onMore} loading={busy}>
        Show older entries
      </Button>
    </Stack>
  );
}
