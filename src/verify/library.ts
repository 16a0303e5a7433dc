/** The suites of all providers, loaded: only who judges needs them. */
import type { Provider } from '../provider/define.ts';
import type { Job, Suite } from '../provider/suite.ts';
import type { Case } from './case.ts';
import type { Comparison } from './compare/differences.ts';

export interface LoadedSuite {
  readonly provider: Provider;
  readonly suite: Suite;
  readonly cases: readonly Case[];
  /** Members that successful answers name, by operationId. */
  readonly members: Readonly<Record<string, readonly string[]>>;
}

export type Library = ReadonlyMap<string, LoadedSuite>;

/** By the provider's id, in the order of `providers`; those that bring no suite are left out. */
export async function loadLibrary(providers: readonly Provider[]): Promise<Library> {
  const loaded = await Promise.all(
    providers.map(async (provider): Promise<LoadedSuite[]> => {
      const { suite } = provider;
      if (suite === undefined) return [];
      const members = (await provider.contract.members?.()) ?? {};
      // The build has held them against their schema.
      const cases = (await suite.cases()) as readonly Case[];
      return [{ provider, suite, cases, members }];
    }),
  );
  return new Map(loaded.flat().map((one) => [one.provider.id, one]));
}

/** `redbark.listTrades` -> its suite and job; undefined if there is none. */
export function findJob(
  library: Library,
  operation: string,
): { readonly loaded: LoadedSuite; readonly job: Job } | undefined {
  const [provider = '', name = ''] = operation.split('.');
  const loaded = library.get(provider);
  const job =
    loaded !== undefined && Object.hasOwn(loaded.suite.jobs, name) ? loaded.suite.jobs[name] : undefined;
  return loaded === undefined || job === undefined ? undefined : { loaded, job };
}

/** Every `<provider>.<job>` there is. */
export function jobNames(library: Library): string[] {
  return [...library].flatMap(([provider, { suite }]) =>
    Object.keys(suite.jobs).map((name) => `${provider}.${name}`),
  );
}

/** @param carried members that the client says it carries */
export function comparisonOf(
  job: Job,
  { members }: LoadedSuite,
  carried: readonly string[] | undefined,
): Comparison {
  return {
    decimals: new Set(job.decimals),
    times: new Set(job.times),
    documented: new Set(job.operations.flatMap((operation) => members[operation] ?? [])),
    carried: carried === undefined ? undefined : new Set(carried),
    order: job.order ?? 'any',
    id: job.id ?? 'id',
  };
}
