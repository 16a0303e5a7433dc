import type { OperationSpec } from '../provider/operation.ts';
import type { Contract, ContractOperation } from './contract.ts';
import { header } from './outputs.ts';
import { parameterPlan, readableParameters } from './parameter-plan.ts';

/** `generated/operations.ts`: the route table and the parameter plans, as literal types. */
export function operationsFile(contract: Contract): string {
  const rows = contract.operations.map((operation) => literal(operationSpec(contract, operation)));
  return `${header(contract.file)}
import type { OperationSpec } from '../../../src/provider/operation.ts';

export const operations = [
${rows.join('\n')}
] as const satisfies readonly OperationSpec[];

export type OperationId = (typeof operations)[number]['id'];
`;
}

function operationSpec(contract: Contract, operation: ContractOperation): OperationSpec {
  return {
    id: operation.id,
    method: operation.method,
    path: operation.path,
    // None for `/`, which is the root of the route table and no segment of its own.
    segments: operation.path.split('/').filter((segment) => segment !== ''),
    parameters: readableParameters(operation).map((parameter) => parameterPlan(contract, parameter)),
    body: operation.body ? (operation.body.required ? 'required' : 'optional') : 'none',
    statuses: operation.responses
      .map((response) => Number(response.status))
      .filter(Number.isInteger)
      .sort((a, b) => a - b),
    tags: operation.tags,
    ...(operation.summary !== undefined && { summary: operation.summary }),
    deprecated: operation.deprecated,
  };
}

/** One field a line and one parameter a line: a changed contract shows as a readable diff. */
function literal(spec: OperationSpec): string {
  const fields = Object.entries(spec).map(([key, value]) =>
    key === 'parameters'
      ? `    parameters: ${list(spec.parameters)},`
      : `    ${key}: ${JSON.stringify(value)},`,
  );
  return `  {\n${fields.join('\n')}\n  },`;
}

function list(items: readonly unknown[]): string {
  if (items.length === 0) return '[]';
  return `[\n${items.map((item) => `      ${JSON.stringify(item)},`).join('\n')}\n    ]`;
}
