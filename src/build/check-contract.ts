import { Validator } from '@seriousme/openapi-schema-validator';
import type { ErrorObject } from 'ajv';
import type { Contract } from './contract.ts';
import { type Finding, houseRules } from './house-rules.ts';
import { pointerTo } from './json.ts';
import type { Problem } from './problems.ts';
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
    ...(await openapiRules(contract)),
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

/**
 * The OpenAPI schema is built of alternatives and conditions, so one mistake echoes: every enclosing alternative
 * fails too, and every enclosing object calls its faulty member "unevaluated". The innermost error says it best.
 */
function withoutEchoes(errors: readonly ErrorObject[]): ErrorObject[] {
  const telling = errors.filter((error) => !['if', 'oneOf', 'anyOf', 'allOf'].includes(error.keyword));
  const kept = telling.filter((error) => {
    if (error.keyword !== 'unevaluatedProperties') return true;
    const member = error.instancePath + pointerTo(String(error.params.unevaluatedProperty));
    return !telling.some((other) => other !== error && `${other.instancePath}/`.startsWith(`${member}/`));
  });
  return kept.length > 0 ? kept : [...errors];
}

function asFinding(error: ErrorObject): Finding {
  const detail = Object.values(error.params)
    .flat()
    .filter((value) => typeof value === 'string');
  const given = detail.filter((value) => !error.message?.includes(value));
  const extra = given.length > 0 ? ` (${given.join(', ')})` : '';
  return { pointer: error.instancePath, message: `${error.message ?? error.keyword}${extra}` };
}
