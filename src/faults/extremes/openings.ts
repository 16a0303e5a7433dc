/** What the answers of an operation leave open. Read from the shapes once, when the first fault asks. */
import type { Provider } from '../../provider/define.ts';
import type { ListShape } from '../../provider/faults.ts';
import type { OperationSpec } from '../../provider/operation.ts';
import type { ArrayShape, Shape, Shapes } from '../../provider/shape.ts';

export type Opening =
  | 'nullable'
  | 'optional'
  | 'unclosed'
  | 'text'
  | 'open-list'
  | 'decimal'
  | 'number'
  | 'time';

/** The successful answers of an operation. */
export interface Openings {
  readonly shapes: Shapes;
  has(opening: Opening): boolean;
  /** Undefined: nothing is known of answers with this status. */
  shapeOf(status: number): Shape | undefined;
}

const read = new WeakMap<Provider, Map<string, Openings>>();
const tables = new WeakMap<Provider, Shapes>();

/** Undefined: the provider's contract has no shapes, or the operation no successful answer with a body. */
export function openingsOf(provider: Provider, { id }: OperationSpec): Openings | undefined {
  const known = read.get(provider) ?? new Map<string, Openings>();
  read.set(provider, known);
  let openings = known.get(id);
  if (openings !== undefined) return openings;
  const shapes = tables.get(provider) ?? provider.contract.shapes?.();
  if (shapes === undefined) return undefined;
  tables.set(provider, shapes);
  openings = openingsOfAnswers(shapes, shapes.answers[id] ?? {});
  known.set(id, openings);
  return openings;
}

function openingsOfAnswers(shapes: Shapes, answers: Readonly<Record<string, Shape>>): Openings {
  const found = new Set<Opening>();
  const seen = new Set<string>();
  for (const shape of Object.values(answers)) look(shape);
  return {
    shapes,
    has: (opening) => found.has(opening),
    shapeOf: (status) => answers[String(status)] ?? answers[`${String(status).charAt(0)}XX`],
  };

  function look(shape: Shape): void {
    if (shape.nullable) found.add('nullable');
    if (shape.optional) found.add('optional');
    switch (shape.is) {
      case 'named': {
        if (seen.has(shape.name)) return;
        seen.add(shape.name);
        const named = shapes.named[shape.name];
        if (named !== undefined) look(named);
        return;
      }
      case 'array':
        look(shape.items);
        return;
      case 'object':
        if (shape.closed !== true) found.add('unclosed');
        for (const member of Object.values(shape.members)) look(member);
        return;
      case 'choice':
        for (const one of shape.of) look(one.shape);
        return;
      case 'fixed':
        return;
      default:
        found.add(shape.is);
    }
  }
}

/** Where the rows of a list stand: the provider says where, the contract how many there may be. */
export interface Rows {
  readonly list: ListShape;
  readonly shape: ArrayShape;
}

/** @param status of one answer; left out: of any */
export function rowsOf(provider: Provider, operation: OperationSpec, status?: number): Rows | undefined {
  const list = provider.faults?.lists[operation.id] as ListShape | undefined;
  const openings = openingsOf(provider, operation);
  if (list === undefined || openings === undefined) return undefined;
  const { answers } = openings.shapes;
  const whole =
    status === undefined ? Object.values(answers[operation.id] ?? {}).at(0) : openings.shapeOf(status);
  const shape = whole === undefined ? undefined : shapeAt(openings.shapes, whole, stepsOf(list.rows));
  return shape?.is === 'array' ? { list, shape } : undefined;
}

/** `data.items` -> `['data', 'items']`; '' -> `[]`. */
export function stepsOf(path: string): readonly string[] {
  return path === '' ? [] : path.split('.');
}

function shapeAt(shapes: Shapes, shape: Shape, steps: readonly string[]): Shape | undefined {
  let at: Shape | undefined = shape;
  const follow = (): void => {
    while (at?.is === 'named') at = shapes.named[at.name];
  };
  follow();
  for (const step of steps) {
    at = at?.is === 'object' ? at.members[step] : undefined;
    follow();
  }
  return at;
}
