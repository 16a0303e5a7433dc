import { SchemaSet } from './compile-schemas.ts';
import type { Contract, ContractOperation, ContractParameter } from './contract.ts';
import { header } from './outputs.ts';
import { readableParameters } from './parameter-plan.ts';
import { standaloneModule } from './standalone.ts';

/** `generated/requests.js`: a validator of `{ path, query, header, body }` for each operation. */
export async function requestsFile(contract: Contract): Promise<string> {
  const schemas = new SchemaSet(contract);
  const closed = contract.document['x-unknown-parameters'] === 'refused';
  const code = await standaloneModule(schemas.ajv, (use) => {
    const lines = contract.operations.map((operation) => {
      const id = schemas.add(requestSchema(operation, closed), `/requests/${operation.id}`);
      return `  ${JSON.stringify(operation.id)}: ${use(id)},`;
    });
    return `export const requests = {\n${lines.join('\n')}\n};\n`;
  });
  return header(contract.file) + code;
}

/** `generated/requests.d.ts`. */
export function requestsDeclaration(contract: Contract): string {
  return `${header(contract.file)}
import type { Validate } from '../../../src/provider/operation.ts';
import type { OperationId } from './operations.ts';

/** Reads \`{ path, query, header, body }\`; leave \`body\` out when the request has none. */
export declare const requests: Readonly<Record<OperationId, Validate>>;
`;
}

/** The schema of a whole request, as the engine hands it over after coercing texts. */
function requestSchema(operation: ContractOperation, closed: boolean): object {
  const parameters = readableParameters(operation);
  const sections = ['path', 'query', 'header'].map((place) => ({
    place,
    schema: {
      ...sectionSchema(parameters.filter((parameter) => parameter.in === place)),
      ...(closed && place === 'query' && { additionalProperties: false }),
    },
  }));
  const required = sections.filter(({ schema }) => schema.required).map(({ place }) => place);
  if (operation.body?.required) required.push('body');
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(sections.map(({ place, schema }) => [place, schema])),
      ...(operation.body && { body: operation.body.schema ?? true }),
    },
    ...(required.length > 0 && { required }),
  };
}

/**
 * Unknown parameters stay allowed: servers ignore them, and clients add their own. A contract that says
 * `x-unknown-parameters: refused` closes its queries.
 */
function sectionSchema(parameters: readonly ContractParameter[]): SectionSchema {
  const required = parameters.filter((parameter) => parameter.required).map((parameter) => parameter.name);
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.schema ?? true])),
    ...(required.length > 0 && { required }),
  };
}

interface SectionSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}
