// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { Link } from 'react-router';
import type { PathNode, UpdatePath } from '../../api/updatePath';
import {
  clientsText,
  endText,
  isBad,
  present,
  reasonText,
  rolloutText,
  versionText,
} from '../../domain/updatePath';

/** The steps of an update path, one row for each update and for each end. */
export function PathTable({ path }: Readonly<{ path: UpdatePath }>) {
  return (
    // What scrolls has to be reached by the keyboard
    <Paper role="group" aria-labelledby="steps" tabIndex={0} sx={{ overflowX: 'auto' }}>
      <Box
        component="table"
        aria-labelledby="steps"
        sx={{
          width: '100%',
          minWidth: 640,
          borderCollapse: 'collapse',
          fontSize: 14,
          '& th': { textAlign: 'left', fontWeight: 600 },
          '& thead th': { color: 'text.secondary', fontSize: 13, whiteSpace: 'nowrap' },
          '& th, & td': { px: 2, py: 0.75, verticalAlign: 'top', overflowWrap: 'anywhere' },
          '& tbody tr': { borderTop: 1, borderColor: 'divider' },
          '& a': { color: 'primary.main' },
          '& .bad': { color: 'error.main', fontWeight: 600 },
        }}
      >
        <thead>
          <tr>
            <th scope="col">Version</th>
            <th scope="col">Clients</th>
            <th scope="col">Rule</th>
            <th scope="col">Share</th>
            <th scope="col">Are offered</th>
          </tr>
        </thead>
        <tbody>
          {path.nodes.map((node, index) => (
            <Rows key={`${node.version} ${node.release}`} path={path} node={node} index={index} />
          ))}
        </tbody>
      </Box>
    </Paper>
  );
}

function Rows({ path, node, index }: Readonly<{ path: UpdatePath; node: PathNode; index: number }>) {
  const here = present(path, index);
  const version = (
    <th scope="row">
      {versionText(node)}
      {node.watershed && ', watershed'}
    </th>
  );
  return (
    <>
      {path.edges
        .filter(({ from }) => from === index)
        .map((edge) => {
          const to = path.nodes[edge.to];
          return (
            <tr key={`${edge.to} ${edge.rule} ${edge.rollout} ${edge.loop}`}>
              {version}
              <td>{clientsText(path.clients, edge.clients, here) || 'all'}</td>
              <td>
                <Link to={`/rules/${edge.rule}`}>{edge.rule}</Link>
              </td>
              <td>{rolloutText(edge)}</td>
              <td className={edge.loop ? 'bad' : undefined}>
                {edge.loop && 'Loop: '}
                {to?.version}
                {to?.release && (
                  <>
                    {' from '}
                    <Link to={`/releases/${encodeURIComponent(to.release)}`}>{to.release}</Link>
                  </>
                )}
                {' ('}
                <Link to={`/explain?url=${encodeURIComponent(edge.example)}`}>explain</Link>)
              </td>
            </tr>
          );
        })}
      {node.ends
        .filter(({ kind }) => kind !== 'loop')
        .map((end) => (
          <tr key={`${end.kind} ${end.reason} ${end.rule} ${end.rollout} ${end.release}`}>
            {version}
            <td>{clientsText(path.clients, end.clients, here) || 'all'}</td>
            <td>{end.rule !== null && <Link to={`/rules/${end.rule}`}>{end.rule}</Link>}</td>
            <td />
            <td>
              <span className={isBad(end) ? 'bad' : undefined}>{endText(end)}.</span>
              {` ${reasonText(end)}`}
              {' ('}
              <Link to={`/explain?url=${encodeURIComponent(end.example)}`}>explain</Link>)
            </td>
          </tr>
        ))}
    </>
  );
}
