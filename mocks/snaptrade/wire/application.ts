/** The application, as it sees itself (ST-386). */
import type { ApplicationBody, BrokerageBody } from './schemas.ts';

/** Everything is allowed: what a plan leaves out, switches say where it shows (ST-C197). */
export function applicationBody(
  allowed: readonly BrokerageBody[],
  redirectUri: string | null,
): ApplicationBody {
  return {
    slug: 'UNDERSTUDY',
    name: 'Understudy',
    logo_url: 'https://logos.example.com/applications/understudy.png',
    allowed_brokerages: allowed,
    can_access_trades: true,
    can_access_holdings: true,
    can_access_account_history: true,
    can_access_reference_data: true,
    can_access_portfolio_management: true,
    can_access_orders: true,
    redirect_uri: redirectUri,
    pin_required: false,
  };
}
