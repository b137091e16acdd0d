// SPDX-License-Identifier: MPL-2.0
import UploadIcon from '@mui/icons-material/UploadFileOutlined';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { type ReactNode, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { EditorHandle } from '../../components/JsonEditor';
import { JsonEditor } from '../../components/lazyJson';
import { mistakes, type Refused, type TextMistake } from '../../domain/releaseMistakes';
import { MistakeList } from './MistakeList';

type Props = Readonly<{
  /** What the release is called; null while that is up to the text. */
  name: string | null;
  text: string;
  onChange: (text: string) => void;
  refused: Refused | null;
  /** What else has to be said before it can be reviewed. */
  fields?: ReactNode;
  /** Why it can’t be reviewed yet, beside the text; null where it can. */
  obstacle: string | null;
  cancelTo: string;
  onReview: () => void;
}>;

/** Types a release, or takes it from a file. */
export function EditStep({ name, text, onChange, refused, fields, obstacle, cancelTo, onReview }: Props) {
  const editor = useRef<EditorHandle>(null);
  const input = useRef<HTMLInputElement>(null);
  const check = useCallback((value: string) => mistakes(value, name, refused), [name, refused]);
  const settled = useDeferredValue(text);
  const found = useMemo(() => check(settled), [check, settled]);
  const [unread, setUnread] = useState(false);
  const [reading, setReading] = useState(false);
  const [untouched] = useState(text);
  const [asked, setAsked] = useState(false);
  // Nobody is told of mistakes in what they have not yet begun to type.
  const told = asked || refused !== null || settled !== untouched ? found : [];

  function review() {
    setAsked(true);
    const first = check(text)[0];
    if (first === undefined || isRefusal(first, refused)) {
      onReview();
    } else {
      editor.current?.goTo(first.from);
    }
  }

  async function upload(file: File | undefined) {
    setUnread(false);
    setReading(true);
    try {
      if (file !== undefined) {
        onChange(formatted(await file.text()));
      }
    } catch {
      setUnread(true);
    } finally {
      setReading(false);
    }
  }

  return (
    <Stack sx={{ gap: 2 }}>
      {fields}
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Button variant="outlined" startIcon={<UploadIcon />} onClick={() => input.current?.click()}>
          Load from file…
        </Button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          hidden
          onChange={(event) => {
            upload(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        <Button onClick={() => onChange(formatted(text))}>Format</Button>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          Ctrl-F searches
        </Typography>
      </Stack>
      {unread && <Alert severity="error">The file can’t be read.</Alert>}
      {told.length > 0 && (
        <MistakeList mistakes={told} onGoTo={(mistake) => editor.current?.goTo(mistake.from)} />
      )}
      <JsonEditor
        ref={editor}
        label={name === null ? 'Data of the release' : `Data of ${name}`}
        value={text}
        onChange={onChange}
        check={check}
        height="60vh"
      />
      <Stack
        direction="row"
        sx={{ gap: 1, justifyContent: 'flex-end', alignItems: 'center', flexWrap: 'wrap' }}
      >
        {obstacle !== null && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {obstacle}
          </Typography>
        )}
        <Button component={Link} to={cancelTo} color="inherit">
          Cancel
        </Button>
        <Button variant="contained" onClick={review} disabled={obstacle !== null || reading}>
          Review
        </Button>
      </Stack>
    </Stack>
  );
}

/** Whether it is something that only the server knows, which may think otherwise by now. */
function isRefusal(mistake: TextMistake, refused: Refused | null): boolean {
  return refused?.places.some(({ message }) => message === mistake.message) ?? false;
}

function formatted(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
