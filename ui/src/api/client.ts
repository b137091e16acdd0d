// SPDX-License-Identifier: MPL-2.0
import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { Auth } from '../auth/auth';
import { problemOf } from './problem';
import type { paths } from './schema';

/** The admin API, with the types of its contract. Everything that fails is thrown as an {@link ApiProblem}. */
export type Api = Client<paths>;

/** A client for the API at an address, in the name of whoever is logged in. */
export function createApi(baseUrl: string, auth: Auth): Api {
  const api = createClient<paths>({ baseUrl, fetch: (request) => send(request, auth) });
  const reportProblems: Middleware = {
    async onResponse({ response }) {
      if (!response.ok) {
        throw await problemOf(response);
      }
    },
  };
  api.use(reportProblems);
  return api;
}

async function send(request: Request, auth: Auth): Promise<Response> {
  const again = request.clone();
  const response = await fetch(authorized(request, auth));
  // The token may have expired while the laptop slept.
  return response.status === 401 && auth.token !== null && (await auth.renew())
    ? fetch(authorized(again, auth))
    : response;
}

function authorized(request: Request, auth: Auth): Request {
  if (auth.token !== null) {
    request.headers.set('Authorization', `Bearer ${auth.token}`);
  }
  return request;
}

/** The body of an answer whose status was good. */
export function body<T>(answer: { data?: T }): NonNullable<T> {
  if (answer.data === undefined || answer.data === null) {
    throw new Error('the server sent no content where the contract promises some');
  }
  return answer.data;
}
