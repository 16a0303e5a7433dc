/** Which documented answers the tests have seen, and which they cannot see. */
import type { Provider } from '../../../src/provider/index.ts';
import type { Answer, Ask } from './ask.ts';

/** Answers nobody can provoke from outside, with the reason. A test fails when one of them turns up after all. */
export interface Unreached {
  readonly provider: string;
  /** Operation ids; `*` is all of them. */
  readonly operations: '*' | readonly string[];
  readonly status: number;
  readonly reason: string;
}

export class Reached {
  readonly #seen = new Map<string, number>();

  add(ask: Ask, answer: Answer): void {
    const pair = `${ask.operation.id} ${answer.status}`;
    this.#seen.set(pair, (this.#seen.get(pair) ?? 0) + 1);
  }

  /** Answers with a status that the contract does not give for the operation. */
  undocumented({ contract }: Provider): string[] {
    const documented = new Set(pairsOf(contract.operations));
    return [...this.#seen.keys()].filter((pair) => !documented.has(pair));
  }

  /** Documented, not seen, and nobody said why. */
  missing({ id, contract }: Provider, unreached: readonly Unreached[]): string[] {
    const excused = new Set(excusedPairs(id, contract.operations, unreached));
    return pairsOf(contract.operations).filter((pair) => !this.#seen.has(pair) && !excused.has(pair));
  }

  /** Said to be out of reach, but seen, or not documented at all. */
  stale({ id, contract }: Provider, unreached: readonly Unreached[]): string[] {
    const documented = new Set(pairsOf(contract.operations));
    return unreached
      .filter((one) => one.provider === id && one.operations !== '*')
      .flatMap((one) => excusedPairs(id, contract.operations, [one]))
      .concat(this.#seenEverywhere(id, unreached))
      .filter((pair) => this.#seen.has(pair) || !documented.has(pair));
  }

  #seenEverywhere(id: string, unreached: readonly Unreached[]): string[] {
    const statuses = new Set(
      unreached.filter((one) => one.provider === id && one.operations === '*').map((one) => one.status),
    );
    return [...this.#seen.keys()].filter((pair) => statuses.has(Number(pair.split(' ')[1])));
  }
}

type Operations = Provider['contract']['operations'];

function pairsOf(operations: Operations): string[] {
  return operations.flatMap(({ id, statuses }) => statuses.map((status) => `${id} ${status}`));
}

function excusedPairs(provider: string, operations: Operations, unreached: readonly Unreached[]): string[] {
  return unreached
    .filter((one) => one.provider === provider)
    .flatMap(({ operations: given, status }) =>
      (given === '*' ? operations.map((one) => one.id) : given).map((id) => `${id} ${status}`),
    );
}
