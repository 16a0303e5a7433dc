import type { Ajv2020 } from 'ajv/dist/2020.js';
import type { Contract } from './contract.ts';
import { objectAt } from './json.ts';
import { compilable } from './schemas.ts';
import { createCompiler } from './standalone.ts';

/**
 * A compiler that knows the shared schemas of a contract, each under an identifier of its own. That is what makes
 * ajv compile a shared schema once: a reference to another schema's root is a call, a reference into the same
 * document would be compiled again for each operation.
 */
export class SchemaSet {
  readonly ajv: Ajv2020;
  readonly #ids = new Map<string, string>();

  constructor(contract: Contract) {
    this.ajv = createCompiler();
    for (const [name, schema] of Object.entries(objectAt(contract.document.components, 'schemas'))) {
      const body = compilable(schema);
      // A schema that is `true` or `false` has no room for an identifier.
      this.ajv.addSchema(
        typeof body === 'boolean' ? { allOf: [body] } : (body as object),
        `/schemas/${name}`,
      );
    }
  }

  /** The identifier of a schema; schemas that say the same share one, and so one compiled function. */
  add(schema: unknown, preferred: string): string {
    const body = compilable(schema);
    const key = JSON.stringify(body);
    const known = this.#ids.get(key) ?? sharedId(body);
    if (known !== undefined) return known;
    this.ajv.addSchema(body as object, preferred);
    this.#ids.set(key, preferred);
    return preferred;
  }
}

/** The identifier behind a schema that is nothing but a reference to a shared one. */
function sharedId(schema: unknown): string | undefined {
  const entries = Object.entries(schema as object);
  const [key, id] = entries[0] ?? [];
  return entries.length === 1 && key === '$ref' && !String(id).includes('#') ? String(id) : undefined;
}
