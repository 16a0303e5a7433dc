import type { Contract, ContractOperation, ContractParameter } from './contract.ts';
import { itemType, parameterType } from './parameter-plan.ts';
import type { Finding } from './problems.ts';

/** What we ask of a contract beyond being valid OpenAPI, because the engine or the reader relies on it. */
export function houseRules(contract: Contract): Finding[] {
  return [
    ...contract.operations.flatMap((operation) => [
      ...identity(operation),
      ...answersOf(operation),
      ...pathParameters(operation),
      ...operation.parameters.flatMap((parameter) => parameterFindings(contract, parameter)),
    ]),
    ...repeated(
      contract,
      ({ id }) => id,
      (id) => `operationId "${id}" is used before; it must be unique`,
    ),
    ...repeated(contract, route, (text) => `${text} is described before, with other parameter names`),
  ];
}

function identity(operation: ContractOperation): Finding[] {
  const { pointer } = operation;
  const findings: Finding[] = [];
  if (operation.id === '')
    findings.push({ pointer, message: 'has no operationId; handlers are keyed by it' });
  if (operation.tags.length === 0) findings.push({ pointer, message: 'has no tags; give it at least one' });
  return findings;
}

/** A removed operation may be documented by its refusals alone; any other says what success looks like. */
function answersOf(operation: ContractOperation): Finding[] {
  const statuses = operation.responses.map((response) => response.status);
  const succeeds = statuses.some((status) => /^[23]/.test(status));
  const removed = statuses.length > 0 && statuses.every((status) => status.startsWith('4'));
  const findings = operation.responses
    .filter((response) => response.json && response.schema === undefined && /^[24]/.test(response.status))
    .map(({ pointer, status }) => ({ pointer, message: `the JSON answer ${status} has no schema` }));
  if (succeeds || removed) return findings;
  const message = `documents ${statuses.join(', ') || 'no status'}; it needs a 2xx, or only 4xx if it was removed`;
  return [...findings, { pointer: operation.pointer, message }];
}

function pathParameters(operation: ContractOperation): Finding[] {
  const { pointer, path } = operation;
  const inTemplate = [...path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '');
  const declared = operation.parameters.filter((p) => p.in === 'path').map((p) => p.name);
  const missing = inTemplate.filter((name) => !declared.includes(name));
  const extra = declared.filter((name) => !inTemplate.includes(name));
  return [
    ...missing.map((name) => ({
      pointer,
      message: `the path has {${name}}, but no path parameter of that name`,
    })),
    ...extra.map((name) => ({ pointer, message: `the path parameter "${name}" is not in the path ${path}` })),
  ];
}

function parameterFindings(contract: Contract, parameter: ContractParameter): Finding[] {
  const { pointer, name } = parameter;
  if (parameter.in === 'cookie')
    return [{ pointer, message: `"${name}" is a cookie; the engine reads none` }];
  if (parameter.schema === undefined) {
    return [{ pointer, message: `parameter "${name}" has no schema (\`content\` is not supported)` }];
  }
  const findings: Finding[] = [];
  const style = parameter.in === 'query' ? 'form' : 'simple';
  if (parameter.style !== undefined && parameter.style !== style) {
    findings.push({
      pointer,
      message: `parameter "${name}" has style ${parameter.style}; in ${parameter.in} the engine reads ${style} only`,
    });
  }
  if (parameterType(contract.document, parameter.schema) === undefined) {
    findings.push({
      pointer,
      message: `the schema of parameter "${name}" names no type that text can be read as (string, integer, number, boolean, array)`,
    });
  }
  const items = itemType(contract.document, parameter.schema);
  if (items !== undefined && items !== 'string') {
    findings.push({
      pointer,
      message: `parameter "${name}" is a list of ${items}; the engine reads the items of lists as text only`,
    });
  }
  return findings;
}

function route(operation: ContractOperation): string {
  return `${operation.method} ${operation.path.replaceAll(/\{[^}]*\}/g, '{}')}`;
}

function repeated(
  contract: Contract,
  key: (operation: ContractOperation) => string,
  message: (key: string) => string,
): Finding[] {
  const seen = new Set<string>(['']);
  return contract.operations.flatMap((operation) => {
    const value = key(operation);
    if (value !== '' && seen.has(value)) return [{ pointer: operation.pointer, message: message(value) }];
    seen.add(value);
    return [];
  });
}
