// SPDX-License-Identifier: MPL-2.0
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { notify } from '../app/notices';
import { useApi, useIdentity } from '../app/session';
import type { ScheduledChange } from '../domain/changes';
import { type Comment, type Commented, commentedPart, commentedParts, commentsOn } from '../domain/comments';
import { restingPoll } from '../domain/polling';
import { type Api, body } from './client';
import { useRefresh } from './scheduledChanges';

/** The comments on everything that is scheduled. */
function pendingComments(api: Api) {
  return queryOptions({
    queryKey: ['comments'],
    queryFn: async () => body(await api.GET('/v2/comments')).comments,
    refetchInterval: restingPoll,
  });
}

/** The comments on a scheduled change, the earliest first. They are only shown to those who are logged in. */
export function useCommentsOn(change: ScheduledChange) {
  const { data, ...query } = useQuery({ ...pendingComments(useApi()), enabled: useIdentity() !== null });
  return { ...query, comments: data === undefined ? undefined : commentsOn(data, commentedParts(change)) };
}

/** The comments on scheduled changes that were applied or cancelled. */
export function useFormerComments(changes: readonly Commented[]) {
  const api = useApi();
  return useQuery({
    queryKey: ['comments', changes.map(({ kind, id }) => `${kind} ${id}`)],
    enabled: useIdentity() !== null && changes.length > 0,
    queryFn: async () => {
      const lists = await Promise.all(
        changes.map(async ({ kind, id }) =>
          body(await api.GET('/v2/comments', { params: { query: { kind, sc_id: id } } })),
        ),
      );
      return lists.flatMap(({ comments }) => comments);
    },
  });
}

/** What is written, and whether it requests changes. */
export type CommentInput = Readonly<{ message: string; requestsChanges: boolean }>;

/** What can be done in the discussion of a scheduled change. */
export function useCommentActions(change: ScheduledChange) {
  const api = useApi();
  const refresh = useRefresh();
  return {
    add: useMutation({
      mutationFn: async ({ message, requestsChanges }: CommentInput) => {
        const { kind, id, version } = commentedPart(change);
        await api.POST('/v2/comments', {
          body: { kind, sc_id: id, sc_data_version: version, message, requests_changes: requestsChanges },
        });
      },
      onSuccess: (_answer, { requestsChanges }) =>
        notify(requestsChanges ? 'Changes requested' : 'Comment added'),
      // Nobody has to wait for that: the form is free for the next comment.
      onSettled: () => {
        refresh();
      },
    }),
    resolve: useMutation({
      mutationFn: async ({ kind, sc_id, comment_number }: Comment) => {
        await api.POST('/v2/comments/{kind}/{sc_id}/{comment_number}/resolve', {
          params: { path: { kind, sc_id, comment_number } },
        });
      },
      onSuccess: () => notify('The request for changes no longer holds'),
      onSettled: refresh,
    }),
  };
}
