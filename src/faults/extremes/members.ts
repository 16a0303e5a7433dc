/** Members that are null, not there, or more than anybody documented. */
import type { Rule } from './walk.ts';

export const allNull: Rule = {
  member: ({ nullable }) => (nullable ? 'null' : 'kept'),
};

export const optionalsAbsent: Rule = {
  member: ({ optional }) => (optional ? 'absent' : 'kept'),
};

/** One of each kind a parser may trip over. */
const UNDOCUMENTED = {
  undocumented: 'No documentation names this member.',
  undocumentedNull: null,
  undocumentedList: [1, 'two', { three: 3 }, null],
  undocumentedObject: { nested: { deeper: true } },
};

export const unknownFields: Rule = {
  more: ({ closed }) => (closed ? undefined : UNDOCUMENTED),
};
