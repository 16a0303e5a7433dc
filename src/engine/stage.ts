/** A provider made ready to serve: its route table stands. */
import type { NearMiss } from '../journal/entry.ts';
import type { Provider } from '../provider/define.ts';
import type { OperationSpec } from '../provider/operation.ts';
import type { Page } from '../provider/pages.ts';
import { WRONG_PROVIDER } from './near.ts';
import { Router } from './router.ts';

export interface Stage {
  readonly provider: Provider;
  readonly router: Router;
  /** The way to its pages; undefined: it has none. */
  readonly pages: Router | undefined;
  /** By the id of what {@link pages} finds. */
  readonly pageById: ReadonlyMap<string, Page>;
  readonly basePaths: readonly string[];
}

export function prepare(provider: Provider): Stage {
  // The longest prefix is tried first: `/api/v1/accounts` must not be read as path `/api/v1/accounts` of ''.
  const basePaths = [...(provider.basePaths ?? [''])].sort((a, b) => b.length - a.length);
  const pages = provider.pages ?? [];
  return {
    provider,
    router: new Router(provider.contract.operations),
    pages: pages.length === 0 ? undefined : new Router(pages.map(routed)),
    pageById: new Map(pages.map((page) => [routed(page).id, page])),
    basePaths,
  };
}

/** A page in the words of the route table. */
function routed({ id, method, path }: Page): OperationSpec {
  return {
    id: `page:${id}`,
    method,
    path,
    segments: path.split('/').filter((segment) => segment !== ''),
    parameters: [],
    body: method === 'POST' ? 'optional' : 'none',
    statuses: [],
    tags: [],
    deprecated: false,
  };
}

/** A path cut into the base path it uses and what the contract knows. */
export function splitPath({ basePaths }: Stage, path: string): { basePath: string; below: string } {
  const basePath =
    basePaths.find((prefix) => prefix === '' || path === prefix || path.startsWith(`${prefix}/`)) ?? '';
  return { basePath, below: path.slice(basePath.length) || '/' };
}

const MOST_NEAR = 3;

/** The operations that a request to `stage` came closest to, at most three: its own, and those of other providers. */
export function nearMisses(
  stages: Iterable<Stage>,
  stage: Stage,
  method: string,
  path: string,
): readonly NearMiss[] {
  const { basePath, below } = splitPath(stage, path);
  const found = stage.router
    .near(method, below, basePath)
    .map((near) => ({ ...near, provider: stage.provider.id }));
  for (const other of stages) {
    if (other === stage) continue;
    const match = other.router.match(method, splitPath(other, path).below);
    if (match.found !== 'operation') continue;
    const { id } = other.provider;
    const why = [`this is a path of ${id}, and ${stage.provider.id} was asked`];
    found.push({ operation: match.operation, why, cost: WRONG_PROVIDER, provider: id });
  }
  return found
    .sort((a, b) => a.cost - b.cost)
    .slice(0, MOST_NEAR)
    .map(({ provider, operation, why }) => ({
      provider,
      operation: operation.id,
      method: operation.method,
      path: operation.path,
      why,
    }));
}
