/** Holds answers against the provider's contract, for the journal: the simulator's own mistakes, not the client's. */
import type { Provider } from '../provider/define.ts';
import type { AnswerValidators, OperationSpec } from '../provider/operation.ts';
import { violations } from '../provider/violation.ts';
import type { ContractViolation } from './entry.ts';
import { keptViolations } from './record.ts';

export class AnswerCheck {
  readonly #validators = new Map<string, Promise<AnswerValidators>>();

  /**
   * @param method as asked: HEAD is answered as GET, and without the body
   * @param answer its body is '' for none
   */
  async violationsOf(
    { id, contract }: Provider,
    operation: OperationSpec,
    method: string,
    { status, body: text }: { readonly status: number; readonly body: string },
  ): Promise<readonly ContractViolation[]> {
    if (operation.id === '') return [];
    let loading = this.#validators.get(id);
    if (loading === undefined) {
      loading = contract.answers();
      this.#validators.set(id, loading);
    }
    const documented = (await loading)[operation.id] ?? {};
    const validate = documented[status] ?? documented[`${Math.floor(status / 100)}XX`] ?? documented.default;
    if (validate === undefined) {
      if (operation.statuses.includes(status)) return [];
      return [wrong('status', `${status} is not documented for ${operation.id}`)];
    }
    if (method === 'HEAD') return [];
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return [wrong('json', 'the answer is documented as JSON and is none')];
    }
    if (validate(body)) return [];
    const errors = (validate.errors ?? []).map((error) => ({
      ...error,
      instancePath: `/body${error.instancePath}`,
    }));
    return keptViolations(violations(errors, { body })).map((one) => ({ ...one, in: 'answer' as const }));
  }
}

function wrong(keyword: string, message: string): ContractViolation {
  return { in: 'answer', name: '', keyword, message };
}
