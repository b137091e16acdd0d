// SPDX-License-Identifier: MPL-2.0
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { explain } from '../api/problem';
import { useAuth } from '../app/session';
import { useLogin } from '../app/useLogin';
import { ErrorState } from '../components/ErrorState';
import { Loading } from '../components/Loading';

/** Where the identity provider sends people back to. */
export function LoginPage() {
  const auth = useAuth();
  const login = useLogin();
  const navigate = useNavigate();
  const [failure, setFailure] = useState<string | null>(null);

  useEffect(() => {
    // An answer of the provider can be used once, and effects run twice while the page is worked on.
    // Somebody whose token the server rejects is still logged in here, and logs in again.
    const answered = new URLSearchParams(window.location.search).has('state');
    const going =
      auth.identity === null || answered ? once(() => auth.completeLogin()) : Promise.resolve('/');
    going.then(
      (place) => navigate(place, { replace: true }),
      (error: unknown) => setFailure(explain(error)),
    );
  }, [auth, navigate]);

  return failure === null ? (
    <Loading label="Logging in" />
  ) : (
    <ErrorState title="The login did not work" error={failure} onRetry={login} />
  );
}

let completing: Promise<string> | null = null;

function once(complete: () => Promise<string>): Promise<string> {
  completing ??= complete().finally(() => {
    completing = null;
  });
  return completing;
}
