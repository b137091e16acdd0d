// SPDX-License-Identifier: MPL-2.0
import Autocomplete from '@mui/material/Autocomplete';
import Checkbox from '@mui/material/Checkbox';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormGroup from '@mui/material/FormGroup';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { ruleColumn } from '../../api/columns';
import { useApi } from '../../app/session';
import { actionsOf, type PermissionDraft } from '../../domain/permissionDraft';
import type { PermissionOptions } from '../../domain/permissions';
import type { PermissionKind } from '../../domain/users';

type Props = Readonly<{
  kind: PermissionKind;
  /** The limits as they are stored. */
  stored: PermissionOptions;
  draft: PermissionDraft;
  onChange: (draft: PermissionDraft) => void;
}>;

/** What a permission is limited to: the actions and products that it knows. */
export function PermissionFields({ kind, stored, draft, onChange }: Props) {
  const { data: products = [] } = useQuery(ruleColumn(useApi(), 'product'));
  const actions = actionsOf(kind, stored);

  function toggle(action: string) {
    const chosen = draft.actions.includes(action)
      ? draft.actions.filter((one) => one !== action)
      : [...draft.actions, action];
    onChange({ ...draft, actions: actions.filter((one) => chosen.includes(one)) });
  }

  return (
    <>
      {actions.length > 1 && (
        <FormControl component="fieldset">
          <FormLabel component="legend">They may</FormLabel>
          <FormGroup row>
            {actions.map((action) => (
              <FormControlLabel
                key={action}
                label={action}
                control={
                  <Checkbox checked={draft.actions.includes(action)} onChange={() => toggle(action)} />
                }
              />
            ))}
          </FormGroup>
        </FormControl>
      )}
      {kind.products && (
        <FormControl component="fieldset">
          <FormLabel id="for-products">For</FormLabel>
          <RadioGroup
            row
            aria-labelledby="for-products"
            value={draft.allProducts ? 'all' : 'some'}
            onChange={(_event, value) => onChange({ ...draft, allProducts: value === 'all' })}
          >
            <FormControlLabel value="all" control={<Radio />} label="all products" />
            <FormControlLabel value="some" control={<Radio />} label="these products only" />
          </RadioGroup>
          {!draft.allProducts && (
            <Autocomplete
              multiple
              freeSolo
              autoSelect
              options={products.filter((product) => !draft.products.includes(product))}
              value={[...draft.products]}
              onChange={(_event, chosen) =>
                onChange({
                  ...draft,
                  products: [...new Set(chosen.map((product) => product.trim()).filter(Boolean))],
                })
              }
              renderInput={(params) => <TextField {...params} label="Products" />}
              sx={{ mt: 1 }}
            />
          )}
        </FormControl>
      )}
    </>
  );
}
