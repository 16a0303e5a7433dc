import { SchemaSet } from './compile-schemas.ts';
import type { Contract } from './contract.ts';
import { header } from './outputs.ts';
import { standaloneModule } from './standalone.ts';

/** `generated/answers.js`: for each operation and documented status, a validator of the JSON body. */
export async function answersFile(contract: Contract): Promise<string> {
  const schemas = new SchemaSet(contract);
  const code = await standaloneModule(schemas.ajv, (use) => {
    const lines = contract.operations.map((operation) => {
      const fields = operation.responses
        .filter((response) => response.schema !== undefined)
        .map(({ status, schema }) => {
          const id = schemas.add(schema, `/answers/${operation.id}/${status}`);
          return `${JSON.stringify(status)}: ${use(id)}`;
        });
      return `  ${JSON.stringify(operation.id)}: { ${fields.join(', ')} },`;
    });
    return `export const answers = {\n${lines.join('\n')}\n};\n`;
  });
  return header(contract.file) + code;
}

/** `generated/answers.d.ts`. */
export function answersDeclaration(contract: Contract): string {
  return `${header(contract.file)}
import type { Validate } from '../../../src/provider/operation.ts';
import type { OperationId } from './operations.ts';

/** By status: "200", "4XX" or "default". A status whose body is not JSON has no entry. */
export declare const answers: Readonly<Record<OperationId, Readonly<Record<string, Validate>>>>;
`;
}
