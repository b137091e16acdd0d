// SPDX-License-Identifier: MPL-2.0
import { createBrowserRouter } from 'react-router';
import { LoginPage } from '../auth/LoginPage';
import { Loading } from '../components/Loading';
import { changeSetRoutes } from '../views/changeSets/routes';
import { changeRoutes } from '../views/changes/routes';
import { compareChannelRoutes } from '../views/compareChannels/routes';
import { expectationRoutes } from '../views/expectations/routes';
import { explainRoutes } from '../views/explain/routes';
import { historyRoutes } from '../views/history/routes';
import { NotFound } from '../views/NotFound';
import { notificationRoutes } from '../views/notifications/routes';
import { pinRoutes } from '../views/pins/routes';
import { releaseRoutes } from '../views/releases/routes';
import { requiredSignoffRoutes } from '../views/requiredSignoffs/routes';
import { ruleRoutes } from '../views/rules/routes';
import { shutoffRoutes } from '../views/shutoffs/routes';
import { trafficRoutes } from '../views/traffic/routes';
import { updatePathRoutes } from '../views/updatePath/routes';
import { userRoutes } from '../views/users/routes';
import { Broken } from './Broken';
import { Shell } from './Shell';

/**
 * Every view has an address of its own. Views are loaded when they are first shown, so that what somebody needs at once
 * does not wait for editors that they may never open.
 */
export function createRoutes() {
  return createBrowserRouter(
    [
      {
        element: <Shell />,
        errorElement: <Broken />,
        hydrateFallbackElement: <Loading />,
        children: [
          { index: true, lazy: async () => ({ Component: (await import('../views/home/Home')).Home }) },
          ...ruleRoutes,
          ...changeRoutes,
          ...changeSetRoutes,
          ...compareChannelRoutes,
          ...historyRoutes,
          ...notificationRoutes,
          ...pinRoutes,
          ...releaseRoutes,
          ...expectationRoutes,
          ...explainRoutes,
          ...updatePathRoutes,
          ...trafficRoutes,
          ...requiredSignoffRoutes,
          ...shutoffRoutes,
          ...userRoutes,
          {
            path: 'help',
            lazy: async () => ({ Component: (await import('../views/help/HelpPage')).HelpPage }),
          },
          { path: 'login', element: <LoginPage /> },
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
    { basename: import.meta.env.BASE_URL },
  );
}
