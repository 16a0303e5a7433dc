/**
 * What a contract leaves open in its successful answers: which members may be null or missing, which texts may be of
 * any length, which numbers of any size. The build reads it from the schemas, so that legal extremes can be played
 * without a schema at hand.
 */

/** How a time may be written; `-fraction` has fractions of a second. */
export type TimeForm = 'day' | 'utc' | 'utc-fraction' | 'offset' | 'offset-fraction';

interface Freedom {
  /** May be null. */
  readonly nullable?: true;
  /** Of a member: need not be there. */
  readonly optional?: true;
}

export interface ObjectShape extends Freedom {
  readonly is: 'object';
  /** Members with some freedom in them; all others are left out. */
  readonly members: Readonly<Record<string, Shape>>;
  /** No members but those the contract names. */
  readonly closed?: true;
}

export interface ArrayShape extends Freedom {
  readonly is: 'array';
  readonly items: Shape;
  readonly min?: number;
  readonly max?: number;
}

/** One of several objects, told apart by members that each of them fixes in its own way. */
export interface ChoiceShape extends Freedom {
  readonly is: 'choice';
  readonly of: readonly {
    readonly when: Readonly<Record<string, readonly unknown[]>>;
    readonly shape: ObjectShape;
  }[];
}

/** Lengths count characters, as JSON Schema does. */
export interface TextShape extends Freedom {
  /** `text`: words for people, any will do. `open-list`: a name from a list that may grow. */
  readonly is: 'text' | 'open-list';
  readonly min?: number;
  readonly max?: number;
}

export interface TimeShape extends Freedom {
  readonly is: 'time';
  /** Two or more. */
  readonly forms: readonly TimeForm[];
}

export interface PlainShape extends Freedom {
  /**
   * `decimal`: text with any number of digits before and behind the point. `number`: the same as a JSON number.
   * `fixed`: nothing but what its freedom says.
   */
  readonly is: 'decimal' | 'number' | 'fixed';
}

export interface NamedShape extends Freedom {
  readonly is: 'named';
  readonly name: string;
}

export type Shape = ObjectShape | ArrayShape | ChoiceShape | TextShape | TimeShape | PlainShape | NamedShape;

/** Everything the build knows of one contract. */
export interface Shapes {
  readonly named: Readonly<Record<string, Shape>>;
  /** By operationId, then by status: "200", "2XX". */
  readonly answers: Readonly<Record<string, Readonly<Record<string, Shape>>>>;
}
