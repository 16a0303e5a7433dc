/** The contract's shapes as handlers may give them: numbers may be exact digits. */
import type { Wire } from '../../../src/provider/index.ts';
import type { components } from '../generated/types.ts';

type Schemas = components['schemas'];

export type StatusBody = Wire<Schemas['Status']>;
export type UserCredentialsBody = Wire<Schemas['UserCredentials']>;
export type UserDeletionBody = Wire<Schemas['UserDeletion']>;
export type PortalLinkBody = Wire<Schemas['PortalLink']>;
export type ConfirmationBody = Wire<Schemas['Confirmation']>;
export type ConnectionDeletionBody = Wire<Schemas['ConnectionDeletion']>;
export type RefusalBody = Wire<Schemas['Refusal'] | Schemas['GoneNotice'] | Schemas['NotImplementedNotice']>;

export type ConnectionBody = Wire<Schemas['Connection']>;
export type BrokerageBody = Wire<Schemas['Brokerage']>;
export type AccountBody = Wire<Schemas['Account']>;
export type BalanceBody = Wire<Schemas['Balance']>;

export type ConnectionAccountBody = Wire<Schemas['ConnectionAccount']>;
export type TransactionsStatusBody = Wire<Schemas['TransactionsStatus']>;
export type AccountBundleBody = Wire<Schemas['AccountBundle']>;
export type UserBundleBody = Wire<Schemas['UserBundle']>;
export type UserActivityBody = Wire<Schemas['UserActivity']>;
export type ActivityAccountBody = Wire<Schemas['ActivityAccount']>;
export type BalanceHistoryBody = Wire<Schemas['BalanceHistory']>;
export type ReturnRatesBody = Wire<Schemas['ReturnRates']>;
export type Timeframe = Schemas['ReturnRate']['timeframe'];

export type ApplicationBody = Wire<Schemas['Application']>;
export type AuthorizationTypeBody = Wire<Schemas['AuthorizationType']>;
export type BrokerageInstrumentBody = Wire<Schemas['BrokerageInstrument']>;

export type RateBody = Wire<Schemas['Rate']>;
export type SecurityTypeBody = Wire<Schemas['SecurityType']>;
export type UniversalSymbolBody = Wire<Schemas['LegacySecurity']>;
export type CurrencyBody = Wire<Schemas['Currency']>;
export type ExchangeBody = Wire<Schemas['Exchange']>;
export type SecurityBody = Wire<Schemas['Security']>;

export type PositionBody = Wire<Schemas['Position']>;
export type AllPositionsBody = Wire<Schemas['AllPositions']>;
export type LegacyPositionBody = Wire<Schemas['LegacyPosition']>;
export type ActivityBody = Wire<Schemas['Activity']>;
export type ActivityPageBody = Wire<Schemas['ActivityPage']>;

export type OptionSymbolBody = Wire<Schemas['OptionSymbol']>;
export type OrderBody = Wire<Schemas['Order']>;
export type OrderV2Body = Wire<Schemas['OrderV2']>;
export type OrderLegBody = Wire<Schemas['OrderLeg']>;
export type QuoteBody = Wire<Schemas['Quote']>;
export type OrderImpactBody = Wire<Schemas['OrderImpact']>;
export type CancellationBody = Wire<Schemas['Cancellation']>;
export type OptionHoldingBody = Wire<Schemas['OptionPosition']>;
export type PerformanceBody = Wire<Schemas['Performance']>;
export type TradeDetectionBody = Wire<Schemas['TradeDetection']>;
export type OptionQuoteBody = Wire<Schemas['OptionQuote']>;
export type OptionImpactBody = Wire<Schemas['OptionImpact']>;
/** Bodies of requests are read as they came. */
export type OptionOrderBody = Schemas['OptionOrder'];
export type CryptoOrderBody = Schemas['CryptoOrder'];
export type CryptoPairsBody = Wire<Schemas['CryptoPairs']>;
export type CryptoPairQuoteBody = Wire<Schemas['CryptoPairQuote']>;
export type CryptoOrderPreviewBody = Wire<Schemas['CryptoOrderPreview']>;
export type SessionEventBody = Wire<Schemas['SessionEvent']>;
export type PlacedOrderBody = Wire<Schemas['PlacedOrder']>;
export type PlacedOptionOrderBody = Wire<Schemas['PlacedOptionOrder']>;
