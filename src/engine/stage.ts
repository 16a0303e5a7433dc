/** A provider made ready to serve: its route table stands. */
import type { NearMiss } from '../journal/entry.ts';
import type { Provider } from '../provider/define.ts';
import { Router } from './router.ts';

export interface Stage {
  readonly provider: Provider;
  readonly router: Router;
  readonly basePaths: readonly string[];
}

export function prepare(provider: Provider): Stage {
  // The longest prefix is tried first: `/api/v1/accounts` must not be read as path `/api/v1/accounts` of ''.
  const basePaths = [...(provider.basePaths ?? [''])].sort((a, b) => b.length - a.length);
  return { provider, router: new Router(provider.contract.operations), basePaths };
}

/** A path cut into the base path it uses and what the contract knows. */
export function splitPath({ basePaths }: Stage, path: string): { basePath: string; below: string } {
  const basePath =
    basePaths.find((prefix) => prefix === '' || path === prefix || path.startsWith(`${prefix}/`)) ?? '';
  return { basePath, below: path.slice(basePath.length) || '/' };
}

const MOST_NEAR = 3;

/**
 * The operations that a request to `stage` came closest to, at most three: those of other providers that it would have
 * matched, then the nearest of its own.
 */
export function nearMisses(
  stages: Iterable<Stage>,
  stage: Stage,
  method: string,
  path: string,
): readonly NearMiss[] {
  const misses: NearMiss[] = [];
  for (const other of stages) {
    if (other === stage) continue;
    const { router, provider } = other;
    const match = router.match(method, splitPath(other, path).below);
    if (match.found !== 'operation') continue;
    misses.push({
      provider: provider.id,
      operation: match.operation.id,
      method: match.operation.method,
      path: match.operation.path,
      why: [`this is a path of ${provider.id}, and ${stage.provider.id} was asked`],
    });
  }
  const { basePath, below } = splitPath(stage, path);
  for (const { operation, why } of stage.router.near(method, below, basePath)) {
    const { id, method: wanted, path: template } = operation;
    misses.push({ provider: stage.provider.id, operation: id, method: wanted, path: template, why });
  }
  return misses.slice(0, MOST_NEAR);
}
