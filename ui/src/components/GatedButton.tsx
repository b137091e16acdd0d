// SPDX-License-Identifier: MPL-2.0
import Button, { type ButtonProps } from '@mui/material/Button';
import Tooltip from '@mui/material/Tooltip';
import type { Verdict } from '../domain/permissions';

type Props = ButtonProps & Readonly<{ verdict: Verdict }>;

/**
 * A button for those who may press it. Others see it, and on hover or focus the reason why they can’t: it stays in the
 * order of the keyboard.
 */
export function GatedButton({ verdict, onClick, sx = [], ...button }: Props) {
  if (verdict.allowed) {
    return <Button {...button} onClick={onClick} sx={sx} />;
  }
  return (
    <Tooltip title={verdict.reason} describeChild>
      <Button
        {...button}
        // What is disabled has no tooltip, and is not reached by the keyboard.
        disabled={false}
        type="button"
        aria-disabled
        sx={[...[sx].flat(), { opacity: 0.5, cursor: 'not-allowed' }]}
      />
    </Tooltip>
  );
}
