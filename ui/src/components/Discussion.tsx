// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type ReactNode, useState } from 'react';
import { useCommentActions, useCommentsOn, useFormerComments } from '../api/comments';
import { explain } from '../api/problem';
import { useAccount, useIdentity } from '../app/session';
import type { ScheduledChange } from '../domain/changes';
import {
  aftermath,
  type Comment,
  type Commented,
  isOpenRequest,
  LONGEST_COMMENT,
  mayDismiss,
} from '../domain/comments';
import type { Verdict } from '../domain/permissions';
import { ErrorState } from './ErrorState';
import { GatedButton } from './GatedButton';
import { Moment } from './Moment';

/** The comments on a scheduled change, and the form for another one. Shown to those who are logged in. */
export function Discussion({ change }: Readonly<{ change: ScheduledChange }>) {
  const { comments, error, refetch } = useCommentsOn(change);
  if (useIdentity() === null) {
    return null;
  }
  return (
    <Frame>
      {error !== null && (
        <ErrorState title="The comments could not be loaded" error={error} onRetry={refetch} />
      )}
      {comments !== undefined && comments.length > 0 && (
        <Comments
          comments={comments}
          actions={(comment) => isOpenRequest(comment) && <Resolve change={change} comment={comment} />}
        />
      )}
      <CommentForm change={change} />
    </Frame>
  );
}

/** The comments on a scheduled change that was applied or cancelled; nothing where there are none. */
export function FormerDiscussion({ changes }: Readonly<{ changes: readonly Commented[] }>) {
  const { data: comments = [] } = useFormerComments(changes);
  return comments.length === 0 ? null : (
    <Frame>
      <Comments comments={comments} />
    </Frame>
  );
}

function Frame({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <Paper component="section" aria-label="Discussion" sx={{ p: { xs: 2, sm: 2.5 } }}>
      <Typography variant="h2" sx={{ mb: 1.5 }}>
        Discussion
      </Typography>
      <Stack sx={{ gap: 2 }}>{children}</Stack>
    </Paper>
  );
}

type CommentsProps = Readonly<{
  comments: readonly Comment[];
  /** What can be done with a comment. */
  actions?: (comment: Comment) => ReactNode;
}>;

function Comments({ comments, actions }: CommentsProps) {
  return (
    <Stack component="ol" aria-label="Comments" sx={{ gap: 2, p: 0, m: 0, listStyle: 'none' }}>
      {comments.map((comment) => {
        const { kind, sc_id: id, comment_number: number, username, created, message, blocks } = comment;
        const note = aftermath(comment);
        return (
          <Box component="li" key={`${kind} ${id} ${number}`}>
            <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
              <Typography sx={{ fontWeight: 560, overflowWrap: 'anywhere' }}>{username}</Typography>
              {comment.requests_changes && (
                <Chip
                  label="Requests changes"
                  color={blocks ? 'warning' : 'default'}
                  variant={blocks ? 'filled' : 'outlined'}
                />
              )}
              <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
                <Moment at={created} full past />
                {note !== null && ` · ${note}`}
              </Typography>
            </Stack>
            <Typography sx={{ mt: 0.5, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {message}
            </Typography>
            {actions?.(comment)}
          </Box>
        );
      })}
    </Stack>
  );
}

/** Ends a request for changes: its author withdraws it, an administrator dismisses it. */
function Resolve({ change, comment }: Readonly<{ change: ScheduledChange; comment: Comment }>) {
  const account = useAccount();
  const { resolve } = useCommentActions(change);
  const isOwn = account.username === comment.username;
  const verdict: Verdict = isOwn ? { allowed: true } : mayDismiss(account, change);
  return (
    <>
      <GatedButton
        verdict={verdict}
        size="small"
        variant="outlined"
        color="warning"
        loading={resolve.isPending}
        onClick={() => resolve.mutate(comment)}
        aria-label={`${isOwn ? 'Withdraw' : 'Dismiss'} the request by ${comment.username}`}
        sx={{ mt: 1 }}
      >
        {isOwn ? 'Withdraw' : 'Dismiss'}
      </GatedButton>
      {resolve.error && (
        <Alert severity="error" sx={{ mt: 1 }}>
          {explain(resolve.error)}
        </Alert>
      )}
    </>
  );
}

/** Takes a comment. What is typed stays until it is stored. */
function CommentForm({ change }: Readonly<{ change: ScheduledChange }>) {
  const account = useAccount();
  const [message, setMessage] = useState('');
  const { add } = useCommentActions(change);
  const isTooLong = [...message.trim()].length > LONGEST_COMMENT;
  const verdict: Verdict = !account.known
    ? {
        allowed: false,
        reason: account.unloaded
          ? 'What you may do is not known yet.'
          : `${account.username} has no permissions in Balrog.`,
      }
    : message.trim() === ''
      ? { allowed: false, reason: 'Write a comment first.' }
      : isTooLong
        ? { allowed: false, reason: `A comment has at most ${LONGEST_COMMENT} characters.` }
        : { allowed: true };
  const submit = (requestsChanges: boolean) =>
    add.mutate(
      { message, requestsChanges },
      { onSuccess: () => setMessage((current) => (current === message ? '' : current)) },
    );
  return (
    <Stack sx={{ gap: 1 }}>
      <TextField
        label="Your comment"
        value={message}
        onChange={(event) => setMessage(event.target.value)}
        multiline
        minRows={2}
        maxRows={12}
        fullWidth
        error={isTooLong}
        helperText={
          isTooLong
            ? `At most ${LONGEST_COMMENT} characters`
            : 'A request for changes keeps the change from being applied until it is withdrawn or the change is edited.'
        }
      />
      {add.error && <Alert severity="error">{explain(add.error)}</Alert>}
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
        <GatedButton
          verdict={verdict}
          variant="outlined"
          size="small"
          disabled={add.isPending}
          onClick={() => submit(false)}
        >
          Comment
        </GatedButton>
        <GatedButton
          verdict={verdict}
          variant="outlined"
          color="warning"
          size="small"
          disabled={add.isPending}
          onClick={() => submit(true)}
        >
          Request changes
        </GatedButton>
      </Stack>
    </Stack>
  );
}
