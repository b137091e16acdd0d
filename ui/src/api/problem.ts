// SPDX-License-Identifier: MPL-2.0
import type { components } from './schema';

type ProblemDocument = Partial<components['schemas']['Problem']>;

/** Something that is wrong with data: the place, as a JSON pointer, and what it is. */
export type MisplacedValue = Readonly<{ path: string; message: string }>;

/** Why the API refused a request, or could not answer it. Its message is a sentence for people. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    /** The HTTP status; 0 where there was no answer at all. */
    readonly status: number,
    /** What the server calls it. */
    readonly title: string,
    message: string,
    /** More about it, as the server says it. */
    readonly details: readonly string[] = [],
    /** What is wrong where in the data that was sent, where the server says so. */
    readonly places: readonly MisplacedValue[] = [],
  ) {
    super(message);
  }

  /** Whether somebody else has changed the same thing since it was read. */
  get isConflict(): boolean {
    return [this.title, this.message, ...this.details].some((text) =>
      /outdated|UpdateMergeError/i.test(text),
    );
  }

  /** Whether a scheduled change was edited after it was read, so that it was neither signed nor enacted. */
  get isOutdatedChange(): boolean {
    return this.status === 409;
  }

  /** Whether it is not, or no longer, what it was taken for. */
  get isOutdated(): boolean {
    return this.isConflict && !this.isScheduledAlready;
  }

  /** Whether a change that is scheduled already is in the way. */
  get isScheduledAlready(): boolean {
    return this.details.some((text) => /UpdateMergeError|ChangeScheduledError/.test(text));
  }

  /** Whether the change has to be scheduled, and signed off by others. */
  get needsSignoffs(): boolean {
    return [this.title, this.message, ...this.details].some((text) =>
      /signoff.*required|required.*signoff/i.test(text),
    );
  }
}

/** What a bad answer says. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const text = await response.text();
  const document = parse(text);
  const details = [document.exception ?? [], document.detail ?? []].flat();
  const title = document.title ?? response.statusText;
  const said = details[0] ?? (document.title ? '' : plain(text));
  const message = sentence(response.status, [title, ...details].join(' '), said);
  return new ApiProblem(response.status, title, message, details, document.errors ?? []);
}

/** Returns whether only a new login helps. */
export function isLoginExpired(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401;
}

/** The sentence for any error that was thrown. */
export function explain(error: unknown): string {
  if (error instanceof ApiProblem) {
    return error.message;
  }
  if (error instanceof TypeError) {
    return 'The server can’t be reached. Check the connection, and try again.';
  }
  return error instanceof Error ? capitalized(error.message) : String(error);
}

function parse(text: string): ProblemDocument {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function sentence(status: number, all: string, said: string): string {
  if (status === 409) {
    return 'This scheduled change was edited after it was loaded, so nothing was done.';
  }
  if (/outdated ?data/i.test(all)) {
    return 'Somebody else has changed this since it was loaded.';
  }
  if (/UpdateMergeError/.test(all)) {
    return 'A change of the same fields is scheduled already.';
  }
  if (/ChangeScheduledError/.test(all)) {
    return 'A change of this is scheduled already. Edit or cancel that one first.';
  }
  switch (status) {
    case 401:
      return 'The login has expired. Log in again; drafts of rules and releases are kept in this tab.';
    case 403:
      return said ? `Not permitted: ${finished(said)}` : 'This is not permitted.';
    case 404:
      return said ? capitalized(finished(said)) : 'This no longer exists.';
    case 503:
    case 502:
    case 504:
      return 'The server can’t do this just now. Try again in a moment.';
    default:
      return said ? capitalized(finished(said)) : `The server returned status ${status}.`;
  }
}

function plain(text: string): string {
  return text.includes('<') ? '' : text.slice(0, 300);
}

function finished(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
