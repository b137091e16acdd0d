// SPDX-License-Identifier: MPL-2.0
import HelpIcon from '@mui/icons-material/HelpOutlineOutlined';
import IconButton from '@mui/material/IconButton';
import Link from '@mui/material/Link';
import Popover from '@mui/material/Popover';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { GLOSSARY, type Term } from '../domain/glossary';

/** Explains a term where it stands, and links to the glossary. */
export function Help({ term }: Readonly<{ term: Term }>) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { term: name, text } = GLOSSARY[term];
  return (
    <>
      <IconButton
        size="small"
        aria-label={`What is this? ${name}`}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ ml: 0.25, p: 0.5, color: 'text.secondary', verticalAlign: 'middle' }}
      >
        <HelpIcon sx={{ fontSize: 18 }} />
      </IconButton>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{ paper: { sx: { p: 2, maxWidth: 360 }, role: 'dialog', 'aria-label': name } }}
      >
        <Typography variant="subtitle2">{name}</Typography>
        <Typography variant="body2" sx={{ mt: 0.5, mb: 1 }}>
          {text}
        </Typography>
        <Link component={RouterLink} to={`/help#${term}`} variant="body2" onClick={() => setAnchor(null)}>
          All terms
        </Link>
      </Popover>
    </>
  );
}
