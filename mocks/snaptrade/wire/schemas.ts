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
export type RefusalBody = Wire<Schemas['Refusal'] | Schemas['GoneNotice']>;

export type ConnectionBody = Wire<Schemas['Connection']>;
export type BrokerageBody = Wire<Schemas['Brokerage']>;
export type AccountBody = Wire<Schemas['Account']>;
export type BalanceBody = Wire<Schemas['Balance']>;

export type CurrencyBody = Wire<Schemas['Currency']>;
export type ExchangeBody = Wire<Schemas['Exchange']>;
export type SecurityBody = Wire<Schemas['Security']>;

export type PositionBody = Wire<Schemas['Position']>;
export type AllPositionsBody = Wire<Schemas['AllPositions']>;
export type LegacyPositionBody = Wire<Schemas['LegacyPosition']>;
export type ActivityBody = Wire<Schemas['Activity']>;
export type ActivityPageBody = Wire<Schemas['ActivityPage']>;
