/** Why our contract says something else than the provider's own documents, line by line. */
export interface Reason {
  readonly because: string;
  /** As `npm run diff:snaptrade` prints them; `*` stands for anything. Each has to be there. */
  readonly lines: readonly string[];
}

export const reasons: readonly Reason[] = [
  {
    because:
      'What has to ask the brokerage itself is refused while the connection is disabled, as a refresh is; the guide says that ' +
      'fresh data and trading are blocked, and no document with which words.',
    lines: ['* answers 402: only here'],
  },
  {
    because:
      'Its own description takes a time without an offset for UTC, which `date-time` of RFC 3339 does not know; ours lets ' +
      'such a time through.',
    lines: ['body ManualTradeFormWithOptions.expiry_date format: iso-date-time | date-time'],
  },
  {
    because: 'That of the impact of options stands in the document as history: it is 400, code 1156, since.',
    lines: ['getOptionImpact answers 501: only there'],
  },
  {
    because:
      'An id that names nothing is 404, code 1011, as other operations document it (ST-C09); these document what is ' +
      'particular to them alone.',
    lines: ['* answers 404: only here'],
  },
  {
    because:
      'Ours promises more in answers: what is always there, of which type, form or set. Theirs has hardly any required ' +
      'list and leaves many a type open. Who holds our answers against theirs finds nothing wrong.',
    lines: [
      'answer * required: yes | no',
      'answer * type: * | anything',
      'answer * format: date-time | none',
      'answer * format: uri | none',
      'answer * format: uuid | none',
      'answer DeleteUserResponse.status values: deleted | any',
    ],
  },
  {
    because:
      'Formats that JSON Schema does not know. Ours says the same by `uri`, by a pattern of digits, or by a range.',
    lines: ['answer * format: uri | url', '* format: none | decimal', '* format: none | int32'],
  },
  {
    because:
      'Every refusal observed on the wire is {detail, status_code, code} with a string code; the documents show the ' +
      'names and numbers of the server’s own exception classes instead (ST-20, ST-21). Ours has both, for there is a ' +
      'switch between them, and one schema for the documented ones, whose names vary with the status.',
    lines: [
      'answer 4* alternative ObservedRefusal: only here',
      'answer * alternative DocumentedRefusal: only here',
      'answer 4*.default_detail: only here',
      'answer 4*.default_code type: integer or string | integer',
      'answer 4*.detail: only here',
      'answer 4*.status_code: only here',
      'answer 4*.code: only here',
      'answer *.code type: string | integer',
    ],
  },
  {
    because:
      'They name the status and leave its body undescribed; ours is the body that all refusals have (ST-20).',
    lines: ['answer * schema: Refusal | none'],
  },
  {
    because:
      'Every signed operation answers 401 to a bad signature, observed by many, and 429 past the limit of requests, as ' +
      'the guide says (ST-30). The documents name them here and there.',
    lines: ['* answers 401: only here', '* answers 429: only here'],
  },
  {
    because:
      'Any server can be given what it cannot read or will not read to the end, can break, and can be down: an address ' +
      'that cannot be decoded, a body of a megabyte, and what armed faults say (ST-C42).',
    lines: [
      '* answers 400: only here',
      '* answers 413: only here',
      '* answers 500: only here',
      '* answers 503: only here',
    ],
  },
  {
    because:
      'Only an armed fault says so: what other operations of its kind answer, this one can too (ST-C41, ST-C45).',
    lines: ['* answers 403: only here', '* answers 410: only here'],
  },
  {
    because:
      'While the first sync runs there is nothing to list yet; documented where all of an account is read (ST-C43).',
    lines: ['listOptionHoldings answers 425: only here'],
  },
  {
    because: 'Nothing that a caller names there could be missing, and no state of ours brings it about.',
    lines: [
      'registerUser answers 404: only there',
      'listUsers answers 404: only there',
      'login answers 404: only there',
      'getApplication answers 404: only there',
      'listTradeDetection answers 404: only there',
    ],
  },
  {
    because:
      'Deprecated here because it has left the current document; the older one, which it is held against, was written before.',
    lines: ['removeConnection deprecated: yes | no'],
  },
  {
    because:
      'A user and the old secret are what the call is about; without one of them there is nobody to give a new one to.',
    lines: [
      'body UserIDandSecret.userId required: yes | no',
      'body UserIDandSecret.userSecret required: yes | no',
    ],
  },
  {
    because:
      'What happens to a body that leaves a member out stands in the rules; a default in a contract would have the ' +
      'server’s validators write it into the body.',
    lines: [
      'body SnapTradeLoginUserRequestBody.connectionType default: none | "read"',
      'body SnapTradeLoginUserRequestBody.locale default: none | "en"',
      'body SnapTradeLoginUserRequestBody.connectionPortalVersion default: none | "v4"',
    ],
  },
  {
    because: 'Said in words there (`offset` starts at 0, `days` is 30), and as a value here.',
    lines: ['* query * default: * | none'],
  },
  {
    because:
      'A leftover: the operation that asked for an encrypted link was removed in July 2024, and login has no parameter for it.',
    lines: ['answer login 200 alternative encryptedResponse: only there'],
  },
  {
    because:
      'Called experimental and not generally available; the reference page, taken earlier, has none (ST-101).',
    lines: ['answer BrokerageAuthorization.is_eligible_for_payout: only there'],
  },
  {
    because: 'A paid feature that is off unless a customer asks for it (ST-59).',
    lines: ['answer TaxLot.*: only there', 'answer Position.tax_lots: only there'],
  },
  {
    because: 'Not nullable in the document, yet null or absent in real data as others report (ST-67).',
    lines: [
      'answer AccountUniversalActivity.settlement_date nullable: yes | no',
      'answer UniversalActivity.settlement_date nullable: yes | no',
    ],
  },
  {
    because:
      'Rows that the old bundles of holdings take over from other operations are open objects in ours; the operations that ' +
      'list them say what is in them.',
    lines: ['answer AccountOrderRecord.*: only there'],
  },
  {
    because:
      'The document has two schemas of an exchange and asks itself why; ours has the one that all other operations give.',
    lines: ['answer USExchange.allows_cryptocurrency_symbols: only there'],
  },
  {
    because:
      'One id there, a list with commas in the SDK that sends it; ours takes any text and looks for the ids in it.',
    lines: ['listHoldings query brokerage_authorizations format: none | uuid'],
  },
];
