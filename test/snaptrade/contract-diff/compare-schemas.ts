/** Two schemas side by side, all the way down. */
import type { Document, Schema } from '../official-documents.ts';
import { type Shape, shapeOf } from './shape.ts';

/** Differences are lines: `answer Account.balance required: ours | theirs`. */
export type Tell = (line: string) => void;

interface Side {
  readonly document: Document;
  readonly schema: Schema;
}

/** What a place says of its schema, apart from what is inside it. */
const TOLD = {
  type: ({ types }: Shape) => types.join(' or ') || 'anything',
  nullable: ({ nullable }: Shape) => (nullable ? 'yes' : 'no'),
  deprecated: ({ deprecated }: Shape) => (deprecated ? 'yes' : 'no'),
  format: ({ format }: Shape) => format ?? 'none',
  values: ({ values }: Shape) => values?.toSorted().join(' ') ?? 'any',
  default: ({ fallback }: Shape) => fallback ?? 'none',
};

export class SchemaComparison {
  readonly #tell: Tell;
  readonly #met = new Map<unknown, Set<unknown>>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  /**
   * @param place how the place is called where the official schema has no name of its own, such as `login 200`
   * @param direction `answer` or `body`: what is more in an answer is too much in a body
   */
  compare(direction: string, place: string, ours: Side, theirs: Side): void {
    const [mine, other] = [shapeOf(ours.document, ours.schema), shapeOf(theirs.document, theirs.schema)];
    const isDiscriminator = place.endsWith('!');
    const name = place.replace(/!$/, '');
    for (const [aspect, told] of Object.entries(TOLD)) {
      // Which alternative a discriminator names has been seen already.
      if (isDiscriminator && aspect === 'values') continue;
      this.#unlessEqual(`${direction} ${name} ${aspect}`, told(mine), told(other));
    }
    if (other.properties.size > 0 || other.variants.length > 0) this.#inside(direction, name, ours, theirs);
    else if (mine.properties.size > 0 && other.types[0] === 'object') {
      this.#unlessEqual(`${direction} ${name} properties`, [...mine.properties.keys()].join(' '), 'open');
    }
    if (mine.items !== undefined && other.items !== undefined) {
      this.compare(
        direction,
        `${name}[]`,
        { ...ours, schema: mine.items },
        { ...theirs, schema: other.items },
      );
    }
  }

  /** What has a name is told under it, and once, wherever it is used. */
  #inside(direction: string, place: string, ours: Side, theirs: Side): void {
    const [mine, other] = [shapeOf(ours.document, ours.schema), shapeOf(theirs.document, theirs.schema)];
    const name = other.name ?? place;
    const key = `${direction} ${name}`;
    const against = this.#met.get(key) ?? new Set();
    this.#met.set(key, against);
    const own = mine.name ?? ours.schema;
    if (against.has(own)) return;
    against.add(own);
    if (other.variants.length > 0 || mine.variants.length > 0) {
      this.#variants(direction, name, [ours, mine], [theirs, other]);
    } else this.#properties(direction, name, [ours, mine], [theirs, other]);
  }

  #properties(
    direction: string,
    name: string,
    [ours, mine]: readonly [Side, Shape],
    [theirs, other]: readonly [Side, Shape],
    discriminator?: string,
  ): void {
    for (const key of new Set([...mine.properties.keys(), ...other.properties.keys()])) {
      const [my, their] = [mine.properties.get(key), other.properties.get(key)];
      const at = `${name}.${key}`;
      if (my === undefined || their === undefined) {
        this.#tell(`${direction} ${at}: ${my === undefined ? 'only there' : 'only here'}`);
        continue;
      }
      const required = [mine.required.has(key), other.required.has(key)].map((is) => (is ? 'yes' : 'no'));
      this.#unlessEqual(`${direction} ${at} required`, required[0] ?? '', required[1] ?? '');
      this.compare(
        direction,
        key === discriminator ? `${at}!` : at,
        { ...ours, schema: my },
        { ...theirs, schema: readable(theirs, name, their) },
      );
    }
  }

  /** Each of theirs beside the one of ours that would take its values. */
  #variants(
    direction: string,
    name: string,
    [ours, mine]: readonly [Side, Shape],
    [theirs, other]: readonly [Side, Shape],
  ): void {
    const list = (side: Side, shape: Shape) =>
      (shape.variants.length > 0 ? shape.variants : [side.schema]).map((schema) => ({ ...side, schema }));
    const left = new Set(list(ours, mine));
    for (const variant of list(theirs, other)) {
      const shape = shapeOf(variant.document, variant.schema);
      const called = shape.name ?? name;
      const match = bestOf(list(ours, mine), shape, other.discriminator);
      if (match === undefined) {
        this.#tell(`${direction} ${name} alternative ${called}: only there`);
        continue;
      }
      for (const one of left) if (one.schema === match.schema) left.delete(one);
      const own = shapeOf(match.document, match.schema);
      this.#properties(direction, called, [match, own], [variant, shape], other.discriminator);
    }
    for (const { document, schema } of left) {
      const called = shapeOf(document, schema).name ?? 'without a name';
      this.#tell(`${direction} ${name} alternative ${called}: only here`);
    }
  }

  #unlessEqual(what: string, mine: string, other: string): void {
    if (mine !== other) this.#tell(`${what}: ${mine} | ${other}`);
  }
}

function bestOf(
  candidates: readonly Side[],
  wanted: Shape,
  discriminator: string | undefined,
): Side | undefined {
  const kind = discriminator === undefined ? undefined : wanted.properties.get(discriminator);
  const [value] = (kind?.enum ?? []) as readonly string[];
  if (discriminator !== undefined && value !== undefined) {
    return candidates.find(({ document, schema }) => {
      const own = shapeOf(document, schema).properties.get(discriminator);
      return own !== undefined && shapeOf(document, own).values?.includes(value) === true;
    });
  }
  const scored = candidates.map((side) => {
    const { properties } = shapeOf(side.document, side.schema);
    return { side, shared: [...properties.keys()].filter((key) => wanted.properties.has(key)).length };
  });
  const best = scored.toSorted((a, b) => b.shared - a.shared)[0];
  return best === undefined || best.shared === 0 ? undefined : best.side;
}

/** Schemas of their refusals (`404FailedRequestResponse`) have no types: names, and one example each. */
function readable({ document }: Side, name: string, schema: Schema): Schema {
  if (!/^\d{3}/.test(name) || shapeOf(document, schema).types.length > 0) return schema;
  const { example } = schema;
  return { ...schema, type: Number.isInteger(example) ? 'integer' : typeof example };
}
