/**
 * The check that holds a request against the contract. A provider puts it where the real one checks its
 * parameters, before or after authentication, plan or limits.
 */
import type { Check, EngineProblems } from './define.ts';
import type { AnyExchange } from './exchange.ts';
import type { RequestValidators } from './operation.ts';
import { violations } from './violation.ts';

/**
 * @param requests compiled validators, keyed by operationId
 * @param problems how the provider words a malformed body and broken parameters
 * @param spared names of required query parameters that this request may do without, because another kind of
 *   credential says the same; left out: none
 * @returns a check that refuses the first: unparsable JSON, then every violation at once
 */
export function validate<State, Principal>(
  requests: RequestValidators,
  problems: Pick<EngineProblems<State, Principal>, 'malformedBody' | 'invalid'>,
  spared?: (x: AnyExchange<State, Principal>) => readonly string[],
): Check<State, Principal> {
  return (x) => {
    if (x.bodyError !== undefined) {
      x.noteViolations([
        { in: 'body', name: '', keyword: 'json', message: x.bodyError, params: {}, given: undefined },
      ]);
      return problems.malformedBody(x, x.bodyError);
    }
    const check = requests[x.operation.id];
    if (check === undefined) return undefined;
    const data: Record<string, unknown> = { path: x.path, query: x.query, header: x.request.headers };
    if (x.body !== undefined) data.body = x.body;
    if (check(data)) return undefined;
    const missed = spared?.(x) ?? [];
    const found = violations(check.errors ?? [], data).filter(
      (one) => !(one.in === 'query' && one.keyword === 'required' && missed.includes(one.name)),
    );
    if (found.length === 0) return undefined;
    x.noteViolations(found);
    return problems.invalid(x, found);
  };
}
