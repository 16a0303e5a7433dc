/** Where securities are listed. Public facts: names, market identifier codes (ISO 10383), regular hours. */

export interface Venue {
  readonly code: string;
  readonly mic: string | null;
  readonly name: string;
  readonly timeZone: string;
  readonly opens: string;
  readonly closes: string;
  /** What Yahoo-style symbols of this exchange end in. */
  readonly suffix: string | null;
}

function american(code: string, mic: string, name: string): Venue {
  return {
    code,
    mic,
    name,
    timeZone: 'America/New_York',
    opens: '09:30:00',
    closes: '16:00:00',
    suffix: null,
  };
}

const STOCK_EXCHANGES: readonly Venue[] = [
  {
    code: 'ASX',
    mic: 'XASX',
    name: 'Australian Securities Exchange',
    timeZone: 'Australia/Sydney',
    opens: '10:00:00',
    closes: '16:00:00',
    suffix: '.AX',
  },
  american('NASDAQ', 'XNAS', 'Nasdaq'),
  american('NYSE', 'XNYS', 'New York Stock Exchange'),
  american('ARCA', 'ARCX', 'NYSE Arca'),
  {
    code: 'TSX',
    mic: 'XTSE',
    name: 'Toronto Stock Exchange',
    timeZone: 'America/Toronto',
    opens: '09:30:00',
    closes: '16:00:00',
    suffix: '.TO',
  },
];

/** Digital currencies have no exchange of their own, yet the shape of a security wants one (ST-C19). */
const CRYPTO: Venue = {
  code: 'CRYPTO',
  mic: null,
  name: 'Digital currencies',
  timeZone: 'UTC',
  opens: '00:00:00',
  closes: '23:59:59',
  suffix: null,
};

export const VENUES: readonly Venue[] = [...STOCK_EXCHANGES, CRYPTO];

const BY_CODE: ReadonlyMap<string, Venue> = new Map(VENUES.map((venue) => [venue.code, venue]));

/** @param code the ledger's short name of the exchange; undefined for digital currencies */
export function venueOf(code: string | undefined): Venue {
  if (code === undefined) return CRYPTO;
  return BY_CODE.get(code) ?? { ...american(code, '', code), mic: null };
}

/** The exchanges of a country's brokers, by short name; a broker's own market first. */
export function venuesOf(country: string): readonly string[] {
  if (country === 'AU') return ['ASX', 'NASDAQ', 'NYSE', 'ARCA'];
  return country === 'CA' ? ['TSX', 'NASDAQ', 'NYSE', 'ARCA'] : ['NASDAQ', 'NYSE', 'ARCA'];
}
