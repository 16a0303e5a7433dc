/**
 * A schema of either dialect (OpenAPI 3.0 theirs, 3.1 ours) brought into one form, one level deep: references
 * followed, `allOf` merged, null taken out of types, enumerations and alternatives.
 */
import { type Document, resolvePointer, type Schema } from '../official-documents.ts';

export interface Shape {
  /** Name of the schema it comes from, if it has one. */
  readonly name: string | undefined;
  /** JSON types but null, in order; none where anything goes. */
  readonly types: readonly string[];
  readonly nullable: boolean;
  readonly deprecated: boolean;
  readonly format: string | undefined;
  readonly values: readonly string[] | undefined;
  readonly fallback: string | undefined;
  readonly properties: ReadonlyMap<string, Schema>;
  readonly required: ReadonlySet<string>;
  readonly items: Schema | undefined;
  /** Alternatives that are more than plain types. */
  readonly variants: readonly Schema[];
  readonly discriminator: string | undefined;
}

const NOTHING: Shape = {
  name: undefined,
  types: [],
  nullable: false,
  deprecated: false,
  format: undefined,
  values: undefined,
  fallback: undefined,
  properties: new Map(),
  required: new Set(),
  items: undefined,
  variants: [],
  discriminator: undefined,
};

export function shapeOf(document: Document, schema: Schema): Shape {
  const { $ref, allOf, oneOf, anyOf, ...own } = schema;
  let shape = ownShape(own);
  if (typeof $ref === 'string') {
    const name = $ref.split('/').at(-1);
    shape = merged(shape, { ...shapeOf(document, resolvePointer(document, $ref)), name });
  }
  for (const part of (allOf ?? []) as readonly Schema[]) shape = merged(shape, shapeOf(document, part));
  const alternatives = (oneOf ?? anyOf) as readonly Schema[] | undefined;
  return alternatives === undefined ? shape : merged(shape, oneOutOf(document, alternatives));
}

function ownShape(schema: Schema): Shape {
  const types = [schema.type ?? []].flat() as string[];
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const values = 'const' in schema ? [schema.const] : (schema.enum as readonly unknown[] | undefined);
  const discriminator = (schema.discriminator as { readonly propertyName: string } | undefined)?.propertyName;
  return {
    ...NOTHING,
    types: types.length === 0 && properties.length > 0 ? ['object'] : types.filter((type) => type !== 'null'),
    nullable: schema.nullable === true || types.includes('null'),
    deprecated: schema.deprecated === true,
    format: schema.format as string | undefined,
    values: values?.filter((value) => value !== null).map(String),
    fallback: schema.default === undefined ? undefined : JSON.stringify(schema.default),
    properties: new Map(properties),
    required: new Set((schema.required ?? []) as readonly string[]),
    items: schema.items as Schema | undefined,
    discriminator,
  };
}

/** Alternatives of plain types are one type of several; null among them is no alternative. */
function oneOutOf(document: Document, alternatives: readonly Schema[]): Shape {
  const real = alternatives.filter(({ type }) => type !== 'null');
  const nullable = real.length < alternatives.length;
  const [only] = real;
  if (real.length === 1 && only !== undefined) {
    const shape = shapeOf(document, only);
    return { ...shape, nullable: nullable || shape.nullable };
  }
  const shapes = real.map((one) => shapeOf(document, one));
  const isPlain = shapes.every(({ properties, items, variants }) => {
    return properties.size === 0 && items === undefined && variants.length === 0;
  });
  const types = [...new Set(shapes.flatMap((shape) => shape.types))].sort();
  if (!isPlain) return { ...NOTHING, nullable, types, variants: real };
  const formats = new Set(shapes.map(({ format }) => format));
  return {
    ...NOTHING,
    nullable: nullable || shapes.some((shape) => shape.nullable),
    types,
    format: formats.size === 1 ? shapes[0]?.format : undefined,
  };
}

/** What holds of both at once. Flags hang on the outer of two, or on the inner; one of them is enough. */
function merged(outer: Shape, inner: Shape): Shape {
  return {
    name: outer.name ?? inner.name,
    types: outer.types.length > 0 ? outer.types : inner.types,
    nullable: outer.nullable || inner.nullable,
    deprecated: outer.deprecated || inner.deprecated,
    format: outer.format ?? inner.format,
    values: outer.values ?? inner.values,
    fallback: outer.fallback ?? inner.fallback,
    properties: new Map([...inner.properties, ...outer.properties]),
    required: new Set([...inner.required, ...outer.required]),
    items: outer.items ?? inner.items,
    variants: outer.variants.length > 0 ? outer.variants : inner.variants,
    discriminator: outer.discriminator ?? inner.discriminator,
  };
}
