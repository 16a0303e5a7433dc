/** The provider's own OpenAPI documents beside ours, read and taken apart; nothing here judges them. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const ROOT = resolve(import.meta.dirname, '../..');
const SPECS = resolve(ROOT, '../shared/specs');
const CURRENT = join(SPECS, 'snaptrade-openapi.yaml');
/** Of the days before 13 operations were removed, which published clients still call. */
const BEFORE_REMOVALS = join(SPECS, 'snaptrade-openapi-2026-08-07-before-removals.yaml');
const OURS = join(ROOT, 'contracts/snaptrade/openapi.yaml');

/** Data for comparison only; not part of this project, and not there on every machine. */
export const officialIsThere = existsSync(CURRENT) && existsSync(BEFORE_REMOVALS);
export const OFFICIAL_IS_ABSENT =
  'The official SnapTrade documents are not here (../shared/specs): no comparison with them.';

export type Schema = { readonly [key: string]: unknown };

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

export interface Body {
  readonly required?: boolean;
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

export interface Operation {
  readonly operationId: string;
  readonly 'x-official-operation-id'?: string;
  readonly tags?: readonly string[];
  readonly deprecated?: boolean;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly Schema[];
  readonly requestBody?: Schema;
  readonly responses: Readonly<Record<string, Schema>>;
}

/** An operation at its address, with the parameters that its path gives to all methods. */
export interface Placed {
  readonly document: Document;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
}

export function readOurs(): Document {
  return read(OURS);
}

type Officials = readonly [current: Document, beforeRemovals: Document];
let officials: Officials | undefined;

/** Read once: half a megabyte of YAML takes its time. */
export function readOfficial(): Officials {
  officials ??= [read(CURRENT), read(BEFORE_REMOVALS)];
  return officials;
}

/** Webhooks are drawn as operations too; they are not routes. */
export function operationsOf(document: Document): readonly Placed[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, value]) => {
      if (!isOperation(value) || value.tags?.includes('Webhooks')) return [];
      const shared = (item.parameters ?? []) as readonly Schema[];
      const parameters = [...shared, ...(value.parameters ?? [])].map(
        (one) => follow(document, one) as unknown as Parameter,
      );
      return [{ document, method: method.toUpperCase(), path, operation: value, parameters }];
    }),
  );
}

/** Our operationId to theirs, as our contract says; what stands in none of their documents has none. */
export function officialNames(): ReadonlyMap<string, string> {
  return new Map(
    operationsOf(readOurs()).flatMap(({ operation }) => {
      const theirs = operation['x-official-operation-id'];
      return theirs === undefined ? [] : [[operation.operationId, theirs] as const];
    }),
  );
}

/** What left the provider's document with the removals: `GET /holdings` and so on. */
export function officiallyRemoved(): readonly string[] {
  const [current, before] = readOfficial().map(operationsOf);
  const now = new Set(current?.map(({ operation }) => operation.operationId));
  return (before ?? [])
    .filter(({ operation }) => !now.has(operation.operationId))
    .map(({ method, path }) => `${method} ${path}`);
}

/** What a reference leads to, however many lie on the way. */
export function follow(document: Document, schema: Schema): Schema {
  return typeof schema.$ref === 'string' ? follow(document, resolvePointer(document, schema.$ref)) : schema;
}

export function resolvePointer(document: Document, ref: string): Schema {
  let at: unknown = document;
  for (const step of ref.slice(2).split('/')) at = (at as Record<string, unknown>)[step];
  return at as Schema;
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'responses' in value;
}

function read(file: string): Document {
  return parse(readFileSync(file, 'utf8')) as Document;
}
