// SPDX-License-Identifier: MPL-2.0
import '@fontsource-variable/inter/wght.css';
import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createApi } from './api/client';
import { ApiProblem, explain } from './api/problem';
import { type Config, loadConfig } from './app/config';
import { Views } from './app/router';
import { createRoutes } from './app/routes';
import { SessionProvider } from './app/session';
import { theme } from './app/theme';
import { Auth } from './auth/auth';

const root = document.getElementById('root') as HTMLElement;

// The policy of the page only takes style sheets with the nonce that the server wrote into it.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
const styles = createCache({ key: 'b', ...(nonce ? { nonce } : {}) });

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // What is refused will be refused again.
      retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem && error.status < 500),
    },
  },
});

async function start(): Promise<void> {
  const config: Config = await loadConfig();
  const auth = new Auth(config);
  await auth.restore();
  const session = { config, auth, api: createApi(config.api, auth) };
  createRoot(root).render(
    <StrictMode>
      <CacheProvider value={styles}>
        <ThemeProvider theme={theme} defaultMode="system">
          <CssBaseline enableColorScheme />
          <QueryClientProvider client={queryClient}>
            <SessionProvider session={session}>
              <Views router={createRoutes()} />
            </SessionProvider>
          </QueryClientProvider>
        </ThemeProvider>
      </CacheProvider>
    </StrictMode>,
  );
}

start().catch((error: unknown) => {
  root.setAttribute('role', 'alert');
  root.textContent = `Balrog can’t be shown: ${explain(error)}`;
});
