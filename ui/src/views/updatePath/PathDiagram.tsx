// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { type Theme, useTheme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useMemo } from 'react';
import { Link } from 'react-router';
import type { PathEnd, PathNode, UpdatePath } from '../../api/updatePath';
import {
  clientsText,
  endText,
  isBad,
  isStuck,
  layout,
  type PathLink,
  type Place,
  present,
  type Route,
  reasonText,
  rolloutText,
  summary,
  versionText,
} from '../../domain/updatePath';

const WIDTH = 168;
const HEIGHT = 92;
const MARGIN = 12;
/** Distances from one step and lane to the next, from left to right and from top to bottom. */
const ACROSS = { step: WIDTH + 148, lane: HEIGHT + 36 };
const DOWN = { step: HEIGHT + 76, lane: WIDTH + 20 };
/** So many parts of a line, and ends of a node, are named in the picture; the table has all. */
const NAMED = 2;

type Point = Readonly<{ x: number; y: number }>;

/** Where everything is drawn: versions from left to right, or from top to bottom on narrow screens. */
class Geometry {
  constructor(private readonly isDown: boolean) {}

  private get pitch() {
    return this.isDown ? DOWN : ACROSS;
  }

  corner({ step, lane }: Place): Point {
    const [along, aside] = [MARGIN + step * this.pitch.step, MARGIN + lane * this.pitch.lane];
    return this.isDown ? { x: aside, y: along } : { x: along, y: aside };
  }

  size(steps: number, lanes: number): Readonly<{ width: number; height: number }> {
    const { x, y } = this.corner({ step: steps - 1, lane: lanes - 1 });
    return { width: x + WIDTH + MARGIN, height: y + HEIGHT + MARGIN };
  }

  /** The middle of the side at which lines leave a node. */
  exit(place: Place): Point {
    const { x, y } = this.corner(place);
    return this.isDown ? { x: x + WIDTH / 2, y: y + HEIGHT } : { x: x + WIDTH, y: y + HEIGHT / 2 };
  }

  /** The middle of the side at which lines enter a node. */
  entry(place: Place): Point {
    const { x, y } = this.corner(place);
    return this.isDown ? { x: x + WIDTH / 2, y } : { x, y: y + HEIGHT / 2 };
  }

  curve(from: Point, to: Point): string {
    const bend = this.isDown ? (to.y - from.y) / 2 : (to.x - from.x) / 2;
    return this.isDown
      ? `C${from.x},${from.y + bend} ${to.x},${to.y - bend} ${to.x},${to.y}`
      : `C${from.x + bend},${from.y} ${to.x - bend},${to.y} ${to.x},${to.y}`;
  }

  /** The line of a link, and the middle of its label. */
  line({ link, lane }: Route, places: readonly Place[]): Readonly<{ d: string; label: Point }> {
    const [start, end] = [places[link.from], places[link.to]];
    if (start === undefined || end === undefined) {
      return { d: '', label: { x: 0, y: 0 } };
    }
    const [from, to] = [this.exit(start), this.entry(end)];
    if (lane === null) {
      return { d: `M${from.x},${from.y} ${this.curve(from, to)}`, label: between(from, to) };
    }
    if (start.step < end.step) {
      const first = this.entry({ step: start.step + 1, lane });
      const last = this.exit({ step: end.step - 1, lane });
      return {
        d: `M${from.x},${from.y} ${this.curve(from, first)} L${last.x},${last.y} ${this.curve(last, to)}`,
        label: between(first, last),
      };
    }
    // Back, around the nodes.
    const first = this.exit({ step: start.step, lane });
    const last = this.entry({ step: end.step, lane });
    const turn = this.isDown ? { x: 0, y: 28 } : { x: 28, y: 0 };
    return {
      d:
        `M${from.x},${from.y} C${from.x + turn.x},${from.y + turn.y} ${first.x + turn.x},${first.y + turn.y} ${first.x},${first.y}` +
        ` L${last.x},${last.y} C${last.x - turn.x},${last.y - turn.y} ${to.x - turn.x},${to.y - turn.y} ${to.x},${to.y}`,
      label: between(first, last),
    };
  }
}

function between(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

/** The graph of updates as a picture. The table below it says the same, and more. */
export function PathDiagram({ path }: Readonly<{ path: UpdatePath }>) {
  const theme = useTheme();
  const isNarrow = useMediaQuery((of: Theme) => of.breakpoints.down('md'), { noSsr: true });
  const { places, routes, steps, lanes } = useMemo(() => layout(path), [path]);
  const geometry = useMemo(() => new Geometry(isNarrow), [isNarrow]);
  const { width, height } = geometry.size(steps, lanes);
  return (
    <Paper
      role="group"
      aria-label={`Update path: ${summary(path)}`}
      // What scrolls has to be reached by the keyboard
      tabIndex={0}
      sx={{ overflow: 'auto' }}
    >
      <Box sx={{ position: 'relative', width, height, mx: 'auto', fontSize: 12, lineHeight: 1.35 }}>
        <svg
          width={width}
          height={height}
          aria-hidden="true"
          style={{ position: 'absolute', inset: 0 }}
          fontFamily={theme.typography.fontFamily}
        >
          <defs>
            {(['text-secondary', 'error-main'] as const).map((color) => (
              <marker
                key={color}
                id={`arrow-${color}`}
                viewBox="0 0 10 10"
                refX={9}
                refY={5}
                markerWidth={8}
                markerHeight={8}
                orient="auto"
                markerUnits="userSpaceOnUse"
              >
                <path d="M0,0 L10,5 L0,10 z" fill={`var(--mui-palette-${color})`} />
              </marker>
            ))}
          </defs>
          {routes.map((route) => {
            const color = route.link.loop ? 'error-main' : 'text-secondary';
            return (
              <path
                key={keyOf(route.link)}
                d={geometry.line(route, places).d}
                fill="none"
                stroke={`var(--mui-palette-${color})`}
                strokeWidth={route.link.loop ? 2.5 : 1.5}
                strokeDasharray={dashes(route.link)}
                markerEnd={`url(#arrow-${color})`}
              />
            );
          })}
          {path.nodes.map((node, index) => (
            <Shape
              key={idOf(node)}
              node={node}
              isStuck={isStuck(path, index)}
              corner={geometry.corner(places[index] ?? NOWHERE)}
            />
          ))}
        </svg>
        <Box component="ol" aria-label="Versions" sx={{ m: 0, p: 0, listStyle: 'none' }}>
          {path.nodes.map((node, index) => (
            <NodeText
              key={idOf(node)}
              path={path}
              index={index}
              corner={geometry.corner(places[index] ?? NOWHERE)}
            />
          ))}
        </Box>
        <Box component="ul" aria-label="Updates" sx={{ m: 0, p: 0, listStyle: 'none' }}>
          {routes.map((route) => (
            <LineText
              key={keyOf(route.link)}
              path={path}
              link={route.link}
              middle={geometry.line(route, places).label}
            />
          ))}
        </Box>
      </Box>
    </Paper>
  );
}

const NOWHERE: Place = { step: 0, lane: 0 };

function keyOf({ from, to, loop }: PathLink): string {
  return `${from} ${to} ${loop}`;
}

function idOf({ version, release }: PathNode): string {
  return `${version} ${release ?? ''}`;
}

/** Loops have short dashes; what a background rate decides about has long ones. */
function dashes({ loop, parts }: PathLink): string | undefined {
  return loop ? '3 4' : parts.every(({ rollout }) => rollout !== null) ? '8 4' : undefined;
}

type ShapeProps = Readonly<{ node: PathNode; isStuck: boolean; corner: Point }>;

/** The outline of a node, by which kinds are told apart without colors. */
function Shape({ node, isStuck, corner: { x, y } }: ShapeProps) {
  const isNewest = node.ends.some(({ kind }) => kind === 'newest');
  const color = isStuck
    ? 'error-main'
    : node.watershed
      ? 'primary-main'
      : isNewest
        ? 'success-main'
        : 'text-secondary';
  const look = {
    fill: 'var(--mui-palette-background-paper)',
    stroke: `var(--mui-palette-${color})`,
    strokeWidth: isStuck || node.watershed || isNewest ? 2.5 : 1,
  };
  if (isStuck) {
    // An octagon, as a stop sign has.
    const cut = 16;
    const [right, bottom] = [x + WIDTH, y + HEIGHT];
    const corners = [
      [x + cut, y],
      [right - cut, y],
      [right, y + cut],
      [right, bottom - cut],
      [right - cut, bottom],
      [x + cut, bottom],
      [x, bottom - cut],
      [x, y + cut],
    ];
    return <polygon points={corners.map((corner) => corner.join(',')).join(' ')} {...look} />;
  }
  return (
    <>
      <rect
        x={x}
        y={y}
        width={WIDTH}
        height={HEIGHT}
        rx={isNewest ? 24 : 8}
        strokeDasharray={node.release === null ? '4 4' : undefined}
        {...look}
      />
      {node.watershed && (
        <rect x={x + 5} y={y + 5} width={WIDTH - 10} height={HEIGHT - 10} rx={5} {...look} strokeWidth={1} />
      )}
    </>
  );
}

type NodeProps = Readonly<{ path: UpdatePath; index: number; corner: Point }>;

function NodeText({ path, index, corner: { x, y } }: NodeProps) {
  const node = path.nodes[index];
  if (node === undefined) {
    return null;
  }
  const here = present(path, index);
  const ends = endsOf(node, path, here);
  return (
    <Box
      component="li"
      sx={{
        position: 'absolute',
        left: x,
        top: y,
        width: WIDTH,
        height: HEIGHT,
        px: 1.5,
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'center',
        textAlign: 'center',
        overflow: 'hidden',
        '& a': { color: 'inherit', display: 'inline !important', p: '0 !important' },
        '& .line': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
      }}
    >
      <Box sx={{ fontWeight: 650, fontSize: 13.5 }}>
        {node.release === null ? (
          versionText(node)
        ) : (
          <Link to={`/releases/${encodeURIComponent(node.release)}`} title={node.release}>
            {versionText(node)}
          </Link>
        )}
      </Box>
      {node.release !== null && !node.watershed && ends.length < NAMED && (
        <Box className="line" sx={{ color: 'text.secondary' }}>
          {node.release}
        </Box>
      )}
      {node.watershed && <Box sx={{ color: 'primary.main', fontWeight: 600 }}>Watershed</Box>}
      {ends.slice(0, NAMED).map(({ end, text }) => (
        <Box
          key={text}
          className="line"
          title={`${text}. ${reasonText(end)}`}
          sx={{ color: isBad(end) ? 'error.main' : 'text.secondary', fontWeight: isBad(end) ? 600 : 400 }}
        >
          <Link to={`/explain?url=${encodeURIComponent(end.example)}`}>{text}</Link>
        </Box>
      ))}
    </Box>
  );
}

/** The ends at a node, the bad ones first, each kind once. */
function endsOf(
  node: PathNode,
  path: UpdatePath,
  here: readonly number[],
): Readonly<{ end: PathEnd; text: string }>[] {
  const byKind = new Map<string, { end: PathEnd; clients: number[] }>();
  for (const end of [...node.ends].sort((a, b) => Number(isBad(b)) - Number(isBad(a)))) {
    const known = byKind.get(end.kind);
    if (known === undefined) {
      byKind.set(end.kind, { end, clients: [...end.clients] });
    } else {
      known.clients.push(...end.clients);
    }
  }
  return [...byKind.values()].map(({ end, clients }) => {
    const who = clientsText(path.clients, clients, here);
    return { end, text: `${isBad(end) ? '✕ ' : ''}${endText(end)}${who === '' ? '' : `: ${who}`}` };
  });
}

type LineProps = Readonly<{ path: UpdatePath; link: PathLink; middle: Point }>;

function LineText({ path, link, middle }: LineProps) {
  const here = present(path, link.from);
  const [from, to] = [path.nodes[link.from], path.nodes[link.to]];
  return (
    <Box
      component="li"
      sx={{
        position: 'absolute',
        left: middle.x,
        top: middle.y,
        transform: 'translate(-50%, -50%)',
        width: 'max-content',
        maxWidth: 124,
        px: 0.5,
        borderRadius: 0.5,
        textAlign: 'center',
        bgcolor: 'background.paper',
        color: link.loop ? 'error.main' : 'text.primary',
        '& a': {
          color: link.loop ? 'inherit' : 'primary.main',
          display: 'inline !important',
          p: '0 !important',
        },
      }}
    >
      {link.loop && <Box sx={{ fontWeight: 650 }}>↺ Loop</Box>}
      {link.parts.slice(0, NAMED).map((part) => {
        const who = clientsText(path.clients, part.clients, here);
        const rate = rolloutText(part);
        return (
          <Box key={`${part.rule} ${part.rollout}`}>
            <Link
              to={`/rules/${part.rule}`}
              aria-label={`Rule ${part.rule}: from ${from === undefined ? '' : versionText(from)} to ${to?.version ?? ''}`}
            >
              Rule {part.rule}
            </Link>
            {rate !== '' && ` · ${rate}`}
            {who !== '' && (
              <Box
                sx={{
                  color: 'text.secondary',
                  overflow: 'hidden',
                  display: '-webkit-box',
                  WebkitBoxOrient: 'vertical',
                  WebkitLineClamp: 2,
                }}
                title={who}
              >
                {who}
              </Box>
            )}
          </Box>
        );
      })}
      {link.parts.length > NAMED && <Box>{link.parts.length - NAMED} more</Box>}
    </Box>
  );
}
