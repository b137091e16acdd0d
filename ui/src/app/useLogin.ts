// SPDX-License-Identifier: MPL-2.0
import { explain } from '../api/problem';
import { notifyFailure } from './notices';
import { useAuth } from './session';

/** Returns what a button does that logs in. Why that is not possible is shown. */
export function useLogin(): () => void {
  const auth = useAuth();
  return () => {
    auth.login().catch((error: unknown) => notifyFailure(explain(error)));
  };
}
