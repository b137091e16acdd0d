// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { ruleColumn } from '../../api/columns';
import { releaseNames } from '../../api/rules';
import { useApi } from '../../app/session';
import { NameField } from '../../components/NameField';
import type { RuleDraft } from '../../domain/ruleDraft';
import { ABOUT, type FieldDescription, MATCHING, OFFER, type RuleField } from '../../domain/ruleFields';
import { suggestions } from '../../domain/suggestions';

type Props = Readonly<{
  draft: RuleDraft;
  problems: Partial<Record<RuleField, string>>;
  /** The fields that are not what they were. */
  changed: ReadonlySet<RuleField>;
  onChange: (draft: RuleDraft) => void;
}>;

/** All fields of a rule, with suggestions. Those that were changed stand out. */
export function RuleFields(props: Props) {
  return (
    <>
      <Group title="Whom it is for" fields={MATCHING} {...props} />
      <Group title="What they get" fields={OFFER} {...props} />
      <Group title="About the rule" fields={ABOUT} {...props} />
    </>
  );
}

type GroupProps = Props & Readonly<{ title: string; fields: readonly FieldDescription[] }>;

function Group({ title, fields, ...props }: GroupProps) {
  return (
    <Box component="fieldset" sx={{ border: 0, p: 0, m: 0, minWidth: 0 }}>
      <Typography component="legend" variant="h2" sx={{ mb: 1.5 }}>
        {title}
      </Typography>
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: 'repeat(auto-fill, minmax(min(260px, 100%), 1fr))',
        }}
      >
        {fields.map((field) => (
          <Box
            key={field.name}
            sx={{
              borderLeft: 3,
              borderColor: props.changed.has(field.name) ? 'warning.main' : 'transparent',
              pl: 1,
              ml: -1,
              ...(field.name === 'comment' && { gridColumn: '1 / -1' }),
            }}
          >
            <Field field={field} {...props} />
          </Box>
        ))}
      </Box>
    </Box>
  );
}

type FieldProps = Props & Readonly<{ field: FieldDescription }>;

function Field({ field, draft, problems, changed, onChange }: FieldProps) {
  const { name, label, kind, hint } = field;
  const value = draft[name];
  const problem = problems[name] ?? null;
  const helper = changed.has(name) ? `Changed. ${hint ?? ''}` : hint;
  const set = (text: string) => onChange({ ...draft, [name]: text });
  switch (name) {
    case 'product':
    case 'channel':
      return <Column column={name} {...{ label, value, problem, helper }} onChange={set} />;
    case 'mapping':
    case 'fallbackMapping':
      return <Release {...{ label, value, problem, helper }} onChange={set} />;
    default:
      return kind === 'choice' || kind === 'yesNo' ? (
        <TextField
          select
          fullWidth
          label={label}
          value={value}
          helperText={helper}
          onChange={(event) => set(event.target.value)}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        >
          {kind === 'yesNo' && <MenuItem value="">Does not matter</MenuItem>}
          {(kind === 'yesNo' ? YES_NO : UPDATE_TYPES).map(([option, words]) => (
            <MenuItem key={option} value={option}>
              {words}
            </MenuItem>
          ))}
        </TextField>
      ) : (
        <TextField
          fullWidth
          label={label}
          value={value}
          error={problem !== null}
          helperText={problem ?? helper}
          multiline={name === 'comment'}
          onChange={(event) => set(event.target.value)}
          slotProps={{
            htmlInput: {
              inputMode: kind === 'integer' ? 'numeric' : 'text',
              autoCapitalize: name === 'comment' ? 'sentences' : 'none',
              spellCheck: name === 'comment',
            },
          }}
        />
      );
  }
}

const YES_NO = [
  ['true', 'Yes'],
  ['false', 'No'],
] as const;
const UPDATE_TYPES = [
  ['minor', 'Minor'],
  ['major', 'Major'],
] as const;

type NameProps = Readonly<{
  label: string;
  value: string;
  problem: string | null;
  helper: string | undefined;
  onChange: (text: string) => void;
}>;

function Column({ column, ...field }: NameProps & Readonly<{ column: 'product' | 'channel' }>) {
  const { data = [] } = useQuery(ruleColumn(useApi(), column));
  return <NameField {...field} options={data} />;
}

/** A release that is not there is not wrong, since a rule may be scheduled before its release; but it is said. */
function Release({ helper, ...field }: NameProps) {
  const { data } = useQuery(releaseNames(useApi()));
  const unknown = data !== undefined && field.value.trim() !== '' && !data.includes(field.value.trim());
  return (
    <NameField
      {...field}
      options={suggestions(data ?? [], field.value)}
      helper={unknown ? 'There is no release of this name' : helper}
    />
  );
}
