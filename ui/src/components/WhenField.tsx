// SPDX-License-Identifier: MPL-2.0
import CalendarIcon from '@mui/icons-material/CalendarMonthOutlined';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { useRef, useState } from 'react';
import { fromInput, localAndUtc, relative, toInput, zoneName } from '../domain/time';
import { useNow } from './Moment';

type Props = Readonly<{
  label: string;
  /** Milliseconds since 1970; null while none is chosen. */
  value: number | null;
  onChange: (moment: number | null) => void;
  required?: boolean;
  /** Whether moments before now are wrong. */
  future?: boolean;
  /** Whether moments after now are wrong. */
  past?: boolean;
}>;

const FORM = 'YYYY-MM-DD HH:MM';

/**
 * Takes a moment in the viewer’s time, and says what that is in UTC and how long it is until then. It is typed with 24
 * hours, whatever the browser’s language is, or picked from the browser’s calendar.
 */
export function WhenField({ label, value, onChange, required = false, future = false, past = false }: Props) {
  const now = useNow();
  const [text, setText] = useState('');
  const picker = useRef<HTMLInputElement>(null);
  // What is typed stays as it is for as long as it means the value; who sets another value from outside sees that.
  const typing = text !== '' && fromInput(text) === value;
  const shown = typing ? text : value === null ? '' : toInput(value);
  const problem = problemOf();

  function problemOf(): string | null {
    if (value === null) {
      return typing && text.trim().length >= FORM.length ? `Expected ${FORM}` : null;
    }
    if (future && value <= now) {
      return 'This is in the past';
    }
    return past && value > now ? 'This is in the future' : null;
  }

  function put(next: string) {
    setText(next);
    onChange(fromInput(next));
  }

  return (
    <TextField
      label={label}
      value={shown}
      required={required}
      error={problem !== null}
      placeholder={FORM}
      helperText={
        problem ??
        (value === null
          ? `${FORM}, time zone ${zoneName()}`
          : `${relative(value, now)}, ${localAndUtc(value)}`)
      }
      onChange={(event) => put(event.target.value)}
      slotProps={{
        inputLabel: { shrink: true },
        htmlInput: { inputMode: 'text', autoComplete: 'off', spellCheck: false },
        input: {
          endAdornment: (
            <InputAdornment position="end">
              <IconButton
                edge="end"
                size="small"
                aria-label={`Pick from a calendar: ${label}`}
                onClick={() => picker.current?.showPicker()}
              >
                <CalendarIcon fontSize="small" />
              </IconButton>
              <input
                ref={picker}
                type="datetime-local"
                tabIndex={-1}
                aria-hidden
                value={value === null ? '' : toInput(value).replace(' ', 'T')}
                onChange={(event) => put(event.target.value.replace('T', ' '))}
                style={{
                  position: 'absolute',
                  right: 0,
                  bottom: 0,
                  width: 1,
                  height: 1,
                  opacity: 0,
                  border: 0,
                }}
              />
            </InputAdornment>
          ),
        },
      }}
    />
  );
}
