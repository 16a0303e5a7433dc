/** The route table: from method and path to the contract's operation. A trie over path segments. */
import type { Method, OperationSpec } from '../provider/operation.ts';
import { type Near, nearOperations } from './near.ts';

interface Node {
  readonly fixed: Map<string, Node>;
  parameter: Node | undefined;
  readonly operations: Map<string, OperationSpec>;
}

export type Match =
  | { readonly found: 'operation'; readonly operation: OperationSpec; readonly values: readonly string[] }
  | { readonly found: 'path'; readonly allowed: readonly Method[] }
  | { readonly found: 'nothing' };

const NOTHING: Match = { found: 'nothing' };

export class Router {
  readonly #root: Node = node();
  readonly #operations: readonly OperationSpec[];

  constructor(operations: readonly OperationSpec[]) {
    this.#operations = operations;
    for (const operation of operations) {
      let at = this.#root;
      for (const segment of operation.segments) {
        if (segment.startsWith('{')) at = at.parameter ??= node();
        else {
          const next = at.fixed.get(segment) ?? node();
          at.fixed.set(segment, next);
          at = next;
        }
      }
      at.operations.set(operation.method, operation);
    }
  }

  /**
   * `values` are the parameter segments in order, still encoded. HEAD is answered as GET (RFC 9110, 9.3.2). A
   * trailing slash makes no difference: published clients send both forms.
   */
  match(method: string, path: string): Match {
    const values: string[] = [];
    const end = path.length > 1 && path.endsWith('/') ? path.length - 1 : path.length;
    const segments = end <= 1 ? [] : path.slice(1, end).split('/');
    const at = walk(this.#root, segments, 0, values);
    if (at === undefined) return NOTHING;
    const operation = at.operations.get(method) ?? (method === 'HEAD' ? at.operations.get('GET') : undefined);
    if (operation !== undefined) return { found: 'operation', operation, values };
    return { found: 'path', allowed: [...at.operations.keys()] as Method[] };
  }

  /** Operations that look like what was asked for, nearest first. @param base the base path, taken off `path` */
  near(method: string, path: string, base?: string): Near[] {
    return nearOperations(this.#operations, method, path, base);
  }
}

function node(): Node {
  return { fixed: new Map(), parameter: undefined, operations: new Map() };
}

/** Fixed segments win over parameters, with a step back where the fixed branch ends in nothing. */
function walk(at: Node, segments: readonly string[], depth: number, values: string[]): Node | undefined {
  const segment = segments[depth];
  if (segment === undefined) return at.operations.size > 0 ? at : undefined;
  const fixed = at.fixed.get(segment);
  if (fixed !== undefined) {
    const end = walk(fixed, segments, depth + 1, values);
    if (end !== undefined) return end;
  }
  if (at.parameter === undefined || segment === '') return undefined;
  values.push(segment);
  const end = walk(at.parameter, segments, depth + 1, values);
  if (end === undefined) values.pop();
  return end;
}
