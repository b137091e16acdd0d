// SPDX-License-Identifier: MPL-2.0
import { createContext, useContext } from 'react';
import type { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router';

type Router = ReturnType<typeof createBrowserRouter>;

const RouterContext = createContext<Router | null>(null);

/** Shows the view that the address names. */
export function Views({ router }: Readonly<{ router: Router }>) {
  return (
    <RouterContext value={router}>
      <RouterProvider router={router} />
    </RouterContext>
  );
}

/** The router itself, which knows what is under way now; React Router’s hooks know what was as of the last rendering. */
export function useRouter(): Router {
  const router = useContext(RouterContext);
  if (router === null) {
    throw new Error('There is no router here');
  }
  return router;
}
