import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import type { Contract } from './contract.ts';
import { header } from './outputs.ts';

/** `generated/types.ts`: `paths`, `components` and `operations`, for the hands that write wire shapes. */
export async function typesFile(contract: Contract): Promise<string> {
  const nodes = await openapiTS(structuredClone(contract.document) as unknown as OpenAPI3, {
    silent: true,
    // `{ type: object }` without properties promises nothing about what is inside.
    emptyObjectsUnknown: true,
    // A default says what the server assumes, not that the client sent it.
    defaultNonNullable: false,
  });
  return `${header(contract.file)}\n${astToString(nodes)}`;
}
