import { Validator } from '@seriousme/openapi-schema-validator';
import type { ErrorObject } from 'ajv';
import type { Contract } from './contract.ts';
import { houseRules } from './house-rules.ts';
import { pointerTo } from './json.ts';
import type { Finding, Problem } from './problems.ts';
import { brokenReferences } from './references.ts';
import { schemaRules } from './schema-rules.ts';
import type { YamlSource } from './yaml-source.ts';

/**
 * Everything wrong with a contract, in one list: OpenAPI's own schema, references, our house rules, and the
 * schemas inside. Schemas are only compiled once references lead somewhere.
 */
export async function checkContract(contract: Contract, source: YamlSource): Promise<Problem[]> {
  const broken = brokenReferences(contract.document);
  const findings = [
    // A `$ref` in a wrong place breaks OpenAPI's own rules as well, which word it worse.
    ...(await openapiRules(contract)).filter(
      ({ pointer }) => !broken.some((ref) => isWithin(pointer, ref.pointer)),
    ),
    ...broken,
    ...houseRules(contract),
    ...(broken.length > 0 ? [] : schemaRules(contract)),
  ];
  return findings.map(({ pointer, message }) => source.problem(pointer, message));
}

async function openapiRules(contract: Contract): Promise<Finding[]> {
  const version = contract.document.openapi;
  if (typeof version !== 'string' || !version.startsWith('3.1')) {
    return [
      { pointer: '/openapi', message: `is "${String(version)}"; contracts are written in OpenAPI 3.1` },
    ];
  }
  // The validator writes into what it is given.
  const { errors } = await new Validator().validate(
    structuredClone(contract.document) as Record<string, unknown>,
  );
  // A text instead of a list is about references, which are checked with pointers elsewhere.
  return Array.isArray(errors) ? withoutEchoes(errors).map(asFinding) : [];
}

/** Keywords that only say that something inside them failed. */
const ECHOES = ['if', 'oneOf', 'anyOf', 'allOf'];

/**
 * The OpenAPI schema is built of alternatives and conditions, so one mistake echoes: every enclosing alternative
 * fails too, and every enclosing object calls its faulty member "unevaluated". The innermost error says it best.
 */
function withoutEchoes(errors: readonly ErrorObject[]): ErrorObject[] {
  return errors.filter((error) => {
    const others = errors.filter((other) => other !== error);
    if (error.keyword === 'unevaluatedProperties') {
      const member = error.instancePath + pointerTo(String(error.params.unevaluatedProperty));
      return !others.some((other) => isWithin(other.instancePath, member));
    }
    if (!ECHOES.includes(error.keyword)) return true;
    return !others.some(
      (other) =>
        isWithin(other.instancePath, error.instancePath) &&
        (other.instancePath !== error.instancePath || !ECHOES.includes(other.keyword)),
    );
  });
}

function isWithin(pointer: string, ancestor: string): boolean {
  return `${pointer}/`.startsWith(`${ancestor}/`);
}

function asFinding(error: ErrorObject): Finding {
  const detail = Object.values(error.params)
    .flat()
    .filter((value) => typeof value === 'string');
  const given = detail.filter((value) => !error.message?.includes(value));
  const extra = given.length > 0 ? ` (${given.join(', ')})` : '';
  return { pointer: error.instancePath, message: `${error.message ?? error.keyword}${extra}` };
}
