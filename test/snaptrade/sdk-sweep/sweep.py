"""Every method of snaptrade-python-sdk called once or more, as its user would. Talks to python.ts: one line of JSON in (where, who,
what is not there yet), one line of JSON out for each call."""

import json
import sys

from snaptrade_client import ApiException, SnapTrade
from snaptrade_client.auth import SnapTradeAuth

told = json.loads(sys.stdin.readline())
sdk = SnapTrade(
    auth=SnapTradeAuth.commercial_api_key(client_id=told["clientId"], consumer_key=told["consumerKey"]),
    host=told["host"],
)
PARTS = {name: part for name, part in vars(sdk).items() if type(part).__name__.endswith("Api")}
USER = {"user_id": told["userId"], "user_secret": told["userSecret"]}
# Written otherwise in Python's JSON than in others', and so signed otherwise: as an escape, and as 1e-05.
NEWCOMER = "usér-✓ 1"
LOW = 1e-05
found = {}


def say(line):
    print(json.dumps(line), flush=True)


def call(method, why=None, refused=None, keep=None, **arguments):
    """Calls a method and tells what came of it; `keep` reads what later calls need from the body."""
    line = {"method": method, "why": why, "refused": refused}
    if method.split(".")[1].replace("_", "") in told["notYet"]:
        return say({**line, "notYet": True})
    part, name = method.split(".")
    try:
        values = {key: value() if callable(value) else value for key, value in arguments.items()}
        answer = getattr(PARTS[part], name)(**values)
        body = answer.body
        if keep is not None:
            keep(body)
        say({**line, "status": answer.status})
    except ApiException as error:
        body = error.body if isinstance(error.body, dict) else {}
        say({**line, "status": error.status, "code": body.get("code")})
    except Exception as error:
        say({**line, "error": f"{type(error).__name__}: {error}"})


def the(name):
    """For an argument that an earlier call has to find first."""
    return lambda: found[name]


def keeps(name, read):
    def keep(body):
        value = read(body)
        if value is not None:
            found[name] = str(value)

    return keep


def first(rows, wanted, key="id"):
    return next((row[key] for row in rows if wanted(row)), None)


# Users.
call("api_status.check")
call(
    "authentication.register_snap_trade_user",
    user_id=NEWCOMER,
    keep=keeps("secret", lambda body: body["userSecret"]),
)
call(
    "authentication.register_snap_trade_user",
    why="the same user again",
    refused={"status": 400, "code": "1010"},
    user_id=NEWCOMER,
)
call("authentication.list_snap_trade_users")
call(
    "authentication.login_snap_trade_user",
    user_id=NEWCOMER,
    user_secret=the("secret"),
    custom_redirect="https://example.com/done?a=1&b=2",
)
call("authentication.reset_snap_trade_user_secret", user_id=NEWCOMER, user_secret=the("secret"))
call(
    "account_information.list_user_accounts",
    why="with the secret of before",
    refused={"status": 401, "code": "1083"},
    user_id=NEWCOMER,
    user_secret=the("secret"),
)
call("authentication.delete_snap_trade_user", user_id=NEWCOMER)

# Reference data.
call("reference_data.get_partner_info")
call("reference_data.list_all_brokerages", keep=keeps("brokerage", lambda body: body[0]["slug"]))
call("reference_data.list_all_brokerage_authorization_type", brokerage=the("brokerage"))
call("reference_data.list_all_brokerage_instruments", slug=the("brokerage"))
call("reference_data.get_stock_exchanges")
call("reference_data.get_symbols", substring="a", keep=keeps("symbol", lambda body: body[0]["symbol"]))
call("reference_data.get_symbols_by_ticker", query=the("symbol"))
call("reference_data.list_all_currencies")
call("reference_data.list_all_currencies_rates")
call("reference_data.get_currency_exchange_rate_pair", currency_pair="USD-CAD")
call("reference_data.get_security_types")


# Connections and accounts.
def keep_connections(body):
    crypto = first(body, lambda one: one["brokerage"]["slug"] == "COINBASE")
    shares = first(body, lambda one: one["brokerage"]["allows_trading"] and one["id"] != crypto)
    found["crypto connection"] = crypto
    found["connection"] = shares
    found["other connection"] = first(body, lambda one: one["id"] not in (crypto, shares))


def keep_security(body):
    stock = next(row["instrument"] for row in body["results"] if row["instrument"]["kind"] == "stock")
    found["security"], found["ticker"] = str(stock["id"]), str(stock["symbol"])


ACCOUNT = {"account_id": the("account"), **USER}
CONNECTION = {"authorization_id": the("connection"), **USER}
call("connections.list_brokerage_authorizations", **USER, keep=keep_connections)
call("connections.detail_brokerage_authorization", **CONNECTION)
call(
    "connections.list_brokerage_authorization_accounts",
    **CONNECTION,
    keep=keeps("account", lambda body: body[0]["id"]),
)
call("experimental_endpoints.list_connection_accounts", **CONNECTION)
call("connections.return_rates", **CONNECTION)
call("connections.refresh_brokerage_authorization", **CONNECTION)
call("connections.sync_brokerage_authorization_transactions", **CONNECTION)
call("connections.session_events", partner_client_id=told["clientId"], user_id=told["userId"])
call(
    "account_information.list_user_accounts",
    **USER,
    keep=keeps(
        "crypto account",
        lambda body: first(body, lambda one: one["brokerage_authorization"] == found["crypto connection"]),
    ),
)
call("account_information.get_user_account_details", **ACCOUNT)
call("account_information.update_user_account", **ACCOUNT)
call("account_information.get_user_account_balance", **ACCOUNT)
call("account_information.get_all_account_positions", **ACCOUNT, keep=keep_security)
call("account_information.get_user_account_positions", **ACCOUNT)
call("account_information.get_user_holdings", **ACCOUNT)
call("account_information.get_all_user_holdings", **USER)
call("account_information.get_account_balance_history", **ACCOUNT)
call("account_information.get_user_account_return_rates", **ACCOUNT, timeframes="1Y,1M")
call("account_information.get_account_activities", **ACCOUNT, limit=50)
call(
    "transactions_and_reporting.get_activities",
    **USER,
    start_date="2026-01-01",
    end_date="2026-01-31",
    type="BUY,SELL",
)
call(
    "transactions_and_reporting.get_reporting_custom_range",
    **USER,
    start_date="2025-03-01",
    end_date="2026-02-28",
)
call("reference_data.symbol_search_user_account", **ACCOUNT, substring="a")

# Orders.
LIMIT = {"action": "BUY", "order_type": "Limit", "time_in_force": "GTC", "price": LOW, "units": 3.0}
call("trading.get_user_account_quotes", **ACCOUNT, symbols=the("ticker"), use_ticker=True)
call(
    "trading.get_order_impact",
    **ACCOUNT,
    action="BUY",
    universal_symbol_id=the("security"),
    order_type="Market",
    time_in_force="Day",
    units=1.0,
    keep=keeps("trade", lambda body: body["trade"]["id"]),
)
call("trading.place_order", trade_id=the("trade"), **USER, wait_to_confirm=True)
call(
    "trading.place_force_order",
    **ACCOUNT,
    **LIMIT,
    symbol=the("ticker"),
    keep=keeps("order", lambda body: body["brokerage_order_id"]),
)
call(
    "trading.replace_order",
    **ACCOUNT,
    **LIMIT,
    symbol=the("ticker"),
    brokerage_order_id=the("order"),
    keep=keeps("new order", lambda body: body["brokerage_order_id"]),
)
call("account_information.get_user_account_orders", **ACCOUNT, state="all", days=7)
call("account_information.get_user_account_recent_orders", **ACCOUNT, only_executed=False)
call(
    "account_information.get_user_account_order_detail",
    **ACCOUNT,
    brokerage_order_id=the("new order"),
)
call("experimental_endpoints.get_user_account_orders_v2", **ACCOUNT, state="open")
call("experimental_endpoints.get_user_account_recent_orders_v2", **ACCOUNT, only_executed=False)
call(
    "experimental_endpoints.get_user_account_order_detail_v2",
    **ACCOUNT,
    brokerage_order_id=the("new order"),
)
call("trading.cancel_order", **ACCOUNT, brokerage_order_id=the("new order"))
call(
    "trading.place_bracket_order",
    **ACCOUNT,
    **LIMIT,
    instrument=lambda: {"symbol": found["ticker"], "type": "EQUITY"},
    stop_loss={"stop_price": "0.000005"},
    take_profit={"limit_price": "0.02"},
    keep=keeps("bracket", lambda body: body["brokerage_order_id"]),
)
call("trading.cancel_user_account_order", **ACCOUNT, brokerage_order_id=the("bracket"))
call(
    "trading.place_complex_order",
    **ACCOUNT,
    type="OTO",
    orders=lambda: [
        {**LIMIT, "order_role": role, "action": action, "price": price, "instrument": {"symbol": found["ticker"], "type": "EQUITY"}}
        for role, action, price in [("TRIGGER", "BUY", LOW), ("CONDITIONAL", "SELL", 99999.0)]
    ],
)

# Options.
OPTION = "AAPL  261218C00240000"
LEGS = [
    {"instrument": {"symbol": OPTION, "instrument_type": "OPTION"}, "action": "BUY_TO_OPEN", "units": 1}
]
call("trading.get_user_account_option_quotes", **ACCOUNT, symbol=OPTION)
call(
    "trading.get_option_impact",
    **ACCOUNT,
    order_type="MARKET",
    time_in_force="Day",
    price_effect="DEBIT",
    legs=LEGS,
)
call(
    "trading.place_mleg_order",
    **ACCOUNT,
    order_type="LIMIT",
    time_in_force="Day",
    limit_price="0.01",
    price_effect="DEBIT",
    legs=LEGS,
)
call("options.list_option_holdings", **ACCOUNT)

# Crypto.
CRYPTO = {"account_id": the("crypto account"), **USER}
COIN = {"instrument": lambda: {"symbol": found["pair"], "type": "CRYPTOCURRENCY_PAIR"}, "side": "BUY", "time_in_force": "GTC"}
call(
    "trading.search_cryptocurrency_pair_instruments",
    **CRYPTO,
    base="BTC",
    keep=keeps("pair", lambda body: body["items"][0]["symbol"]),
)
call("trading.get_cryptocurrency_pair_quote", **CRYPTO, instrument_symbol=the("pair"))
call("trading.preview_crypto_order", **CRYPTO, **COIN, type="MARKET", amount="0.001")
call("trading.place_crypto_order", **CRYPTO, **COIN, type="LIMIT", amount="0.001", limit_price="1", post_only=True)

# Trade detection.
call("experimental_endpoints.add_subscription", **ACCOUNT, check_interval_seconds=300)
call("experimental_endpoints.list_subscriptions")
call("experimental_endpoints.cancel_subscription", account_id=the("account"))

# The end.
call("connections.disable_brokerage_authorization", **CONNECTION)
call(
    "connections.refresh_brokerage_authorization",
    why="disabled",
    refused={"status": 402, "code": "3003"},
    **CONNECTION,
)
call("connections.delete_connection", connection_id=the("connection"), **USER)
call("connections.remove_brokerage_authorization", authorization_id=the("other connection"), **USER)

methods = [
    f"{name}.{method}"
    for name, part in PARTS.items()
    for method in dir(type(part))
    # Each has an asynchronous twin, `aplace_order`, of the same request.
    if not method.startswith("_") and hasattr(type(part), f"a{method}")
]
say({"methods": methods})
