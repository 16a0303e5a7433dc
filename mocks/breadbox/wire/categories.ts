/**
 * Categories in the style of Plaid: a primary one, and a detailed one that starts with the primary one's name.
 *
 * The ledger knows the primary category and the merchant's ISO 18245 code; the code decides on the detail.
 */
import type { BankTransaction, Category } from '../../../fixtures/ledger/types.ts';

export interface CategoryPair {
  readonly primary: string;
  readonly detailed: string;
}

interface Family {
  /** The primary name, where the data providers have another than the ledger. */
  readonly primary?: string;
  /** What follows the primary name if the merchant's code says nothing. */
  readonly otherwise: string;
  /** By merchant category code. */
  readonly byCode?: Readonly<Record<string, string>>;
}

const FAMILIES: Readonly<Record<Category, Family>> = {
  BANK_FEES: { otherwise: 'OTHER_BANK_FEES' },
  ENTERTAINMENT: {
    otherwise: 'OTHER_ENTERTAINMENT',
    byCode: {
      '4899': 'TV_AND_MOVIES',
      '5815': 'MUSIC_AND_AUDIO',
      '7832': 'TV_AND_MOVIES',
      '7922': 'SPORTING_EVENTS_AMUSEMENT_PARKS_AND_MUSEUMS',
    },
  },
  FOOD_AND_DRINK: {
    otherwise: 'OTHER_FOOD_AND_DRINK',
    byCode: {
      '5411': 'GROCERIES',
      '5812': 'RESTAURANT',
      '5814': 'FAST_FOOD',
      '5921': 'BEER_WINE_AND_LIQUOR',
    },
  },
  GOVERNMENT_AND_NON_PROFIT: {
    otherwise: 'OTHER_GOVERNMENT_AND_NON_PROFIT',
    byCode: { '8398': 'DONATIONS', '9399': 'GOVERNMENT_DEPARTMENTS_AND_AGENCIES' },
  },
  HOME_IMPROVEMENT: {
    otherwise: 'OTHER_HOME_IMPROVEMENT',
    byCode: { '5200': 'HARDWARE', '5712': 'FURNITURE' },
  },
  INCOME: { otherwise: 'OTHER_INCOME' },
  LOAN_PAYMENTS: { otherwise: 'OTHER_PAYMENT' },
  MEDICAL: {
    otherwise: 'OTHER_MEDICAL',
    byCode: {
      '5912': 'PHARMACIES_AND_SUPPLEMENTS',
      '8011': 'PRIMARY_CARE',
      '8021': 'DENTAL_CARE',
      '8043': 'EYE_CARE',
    },
  },
  MERCHANDISE: {
    primary: 'GENERAL_MERCHANDISE',
    otherwise: 'OTHER_GENERAL_MERCHANDISE',
    byCode: {
      '5310': 'SUPERSTORES',
      '5311': 'DEPARTMENT_STORES',
      '5651': 'CLOTHING_AND_ACCESSORIES',
      '5732': 'ELECTRONICS',
    },
  },
  PERSONAL_CARE: {
    otherwise: 'OTHER_PERSONAL_CARE',
    byCode: { '7230': 'HAIR_AND_BEAUTY', '7997': 'GYMS_AND_FITNESS_CENTERS' },
  },
  RENT_AND_UTILITIES: {
    otherwise: 'OTHER_UTILITIES',
    byCode: {
      '4814': 'TELEPHONE',
      '4816': 'INTERNET_AND_CABLE',
      '4900': 'GAS_AND_ELECTRICITY',
      '6513': 'RENT',
    },
  },
  SERVICES: {
    primary: 'GENERAL_SERVICES',
    otherwise: 'OTHER_GENERAL_SERVICES',
    byCode: {
      '4215': 'POSTAGE_AND_SHIPPING',
      '6300': 'INSURANCE',
      '7542': 'AUTOMOTIVE',
      '9402': 'POSTAGE_AND_SHIPPING',
    },
  },
  TRANSFER_IN: { otherwise: 'ACCOUNT_TRANSFER' },
  TRANSFER_OUT: { otherwise: 'ACCOUNT_TRANSFER' },
  TRANSPORTATION: {
    otherwise: 'OTHER_TRANSPORTATION',
    byCode: { '4111': 'PUBLIC_TRANSIT', '4121': 'TAXIS_AND_RIDE_SHARES', '5541': 'GAS', '7523': 'PARKING' },
  },
  TRAVEL: {
    otherwise: 'OTHER_TRAVEL',
    byCode: { '4511': 'FLIGHTS', '7011': 'LODGING', '7512': 'RENTAL_CARS' },
  },
};

/** Undefined for a row the institution did not sort into any. */
export function categoryOf({ category, merchant }: BankTransaction): CategoryPair | undefined {
  if (category === undefined) return undefined;
  const { primary = category, otherwise, byCode = {} } = FAMILIES[category];
  const code = merchant?.code ?? '';
  const detail = Object.hasOwn(byCode, code) ? byCode[code] : otherwise;
  return { primary, detailed: `${primary}_${detail}` };
}

/** A slug is the name in lower case; a primary category's stands for its detailed ones too (BB-C26). */
export function hasSlug(pair: CategoryPair | undefined, slug: string): boolean {
  return pair !== undefined && (pair.primary.toLowerCase() === slug || pair.detailed.toLowerCase() === slug);
}
