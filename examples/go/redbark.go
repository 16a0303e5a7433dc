package main

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"
)

const (
	mostBalances = 100
	pollEvery    = 5 * time.Minute // Answers are kept for ten minutes on the other side.
)

// Input has the members of all jobs' inputs.
type Input struct {
	ConnectionID string   `json:"connectionId"`
	AccountID    string   `json:"accountId"`
	AccountIDs   []string `json:"accountIds"`
	From         string   `json:"from"`
	To           string   `json:"to"`
	Reads        int      `json:"reads"`
	WaitMs       int64    `json:"waitMs"`
	Body         string   `json:"body"`
	Signature    string   `json:"signature"`
	Timestamp    string   `json:"timestamp"`
	Secret       string   `json:"secret"`
}

// filters are those that the job names. Several accounts are one parameter, with commas.
func (in Input) filters() url.Values {
	filters := url.Values{}
	for name, value := range map[string]string{
		"connectionId": in.ConnectionID,
		"accountId":    in.AccountID,
		"accountIds":   strings.Join(in.AccountIDs, ","),
		"from":         in.From,
		"to":           in.To,
	} {
		if value != "" {
			filters.Set(name, value)
		}
	}
	return filters
}

var jobs = map[string]func(*Case) (any, error){
	"redbark.listConnections":    job((*Client).Connections),
	"redbark.listCategories":     job((*Client).Categories),
	"redbark.listAccounts":       job((*Client).Accounts),
	"redbark.listBalances":       job((*Client).Balances),
	"redbark.listTransactions":   job((*Client).Transactions),
	"redbark.listHoldings":       job((*Client).Holdings),
	"redbark.listTrades":         job((*Client).Trades),
	"redbark.exportBrokerage":    job((*Client).Export),
	"redbark.mirrorTransactions": job(mirror((*Client).Transactions)),
	"redbark.mirrorTrades":       job(mirror((*Client).Trades)),
	"redbark.awaitNewTrades":     job((*Client).AwaitNewTrades),
	"redbark.receiveWebhook":     job((*Client).Receive),
}

// job lets the adapter call a method of the client.
func job[Value any](do func(*Client) (Value, error)) func(*Case) (any, error) {
	return func(c *Case) (any, error) { return do(newClient(c)) }
}

func (c *Client) Connections() ([]Connection, error) {
	return all[Connection](c, "/v1/connections", nil)
}

func (c *Client) Categories() ([]Category, error) {
	var answer struct {
		Categories []Category `json:"categories"`
	}
	if err := c.get("/v1/categories", nil, &answer); err != nil {
		return nil, err
	}
	return present("/v1/categories", answer.Categories)
}

func (c *Client) Accounts() ([]Account, error) {
	return paged[Account](c, "/v1/accounts", url.Values{})
}

// Balances are those of bank accounts only: one brokerage account among the ids would fail the whole call. The service
// takes a hundred.
func (c *Client) Balances() ([]Balance, error) {
	banks, err := c.connectionsOf("banking")
	if err != nil {
		return nil, err
	}
	accounts, err := c.Accounts()
	if err != nil {
		return nil, err
	}
	ids := []string{}
	for _, account := range accounts {
		if slices.Contains(banks, account.ConnectionID) {
			ids = append(ids, account.ID)
		}
	}
	balances := []Balance{}
	for len(ids) > 0 {
		part := ids[:min(len(ids), mostBalances)]
		ids = ids[len(part):]
		rows, err := all[Balance](c, "/v1/balances", url.Values{"accountIds": {strings.Join(part, ",")}})
		if err != nil {
			return nil, err
		}
		balances = append(balances, rows...)
	}
	return balances, nil
}

// Transactions go account by account: calls for a whole connection are on their way out.
func (c *Client) Transactions() ([]Transaction, error) {
	ids := []string{c.input.AccountID}
	if c.input.AccountID == "" {
		accounts, err := c.Accounts()
		if err != nil {
			return nil, err
		}
		ids = nil
		for _, account := range accounts {
			if account.ConnectionID == c.input.ConnectionID {
				ids = append(ids, account.ID)
			}
		}
		if len(ids) == 0 {
			ids = []string{""} // No account that we know of: the service shall say why.
		}
	}
	found := []Transaction{}
	seen := map[string]bool{}
	for _, id := range ids {
		wanted := c.input
		wanted.AccountID = id
		rows, err := paged[Transaction](c, "/v1/transactions", wanted.filters())
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			// A row that was pushed on to the next page while we read comes twice, to the letter.
			text, err := json.Marshal(row)
			if err != nil {
				return nil, err
			}
			if !seen[string(text)] {
				seen[string(text)] = true
				found = append(found, row)
			}
		}
	}
	return found, nil
}

func (c *Client) Holdings() ([]Holding, error) {
	return all[Holding](c, "/v1/holdings", c.input.filters())
}

// Trades are kept as often as they come: two equal trades have one id, and are two trades.
func (c *Client) Trades() ([]Trade, error) {
	return paged[Trade](c, "/v1/trades", c.input.filters())
}

type Export struct {
	Holdings []Holding `json:"holdings"`
	Trades   []Trade   `json:"trades"`
}

// Export goes on one request after the other, so that there is never more than one in flight.
func (c *Client) Export() (*Export, error) {
	brokers, err := c.connectionsOf("brokerage")
	if err != nil {
		return nil, err
	}
	export := &Export{Holdings: []Holding{}, Trades: []Trade{}}
	for _, broker := range brokers {
		filters := url.Values{"connectionId": {broker}}
		holdings, err := all[Holding](c, "/v1/holdings", filters)
		if err != nil {
			return nil, err
		}
		trades, err := paged[Trade](c, "/v1/trades", filters)
		if err != nil {
			return nil, err
		}
		export.Holdings = append(export.Holdings, holdings...)
		export.Trades = append(export.Trades, trades...)
	}
	return export, nil
}

// mirror keeps a copy, which is what the last reading gave: ids change, and what is no longer listed is no longer there.
func mirror[Row any](read func(*Client) ([]Row, error)) func(*Client) ([]Row, error) {
	return func(c *Client) ([]Row, error) {
		copy, err := read(c)
		for reads := 1; err == nil && reads < c.input.Reads; reads++ {
			if err = c.Sleep(time.Duration(c.input.WaitMs) * time.Millisecond); err == nil {
				copy, err = read(c)
			}
		}
		return copy, err
	}
}

// AwaitNewTrades gives trades that were not there at first; of equal ones with one id, those beyond the first count.
func (c *Client) AwaitNewTrades() ([]Trade, error) {
	trades, err := c.Trades()
	if err != nil {
		return nil, err
	}
	before := map[string]int{}
	for _, trade := range trades {
		before[trade.ID]++
	}
	for c.now.Add(pollEvery).Before(c.deadline) {
		if err := c.Sleep(pollEvery); err != nil {
			return nil, err
		}
		if trades, err = c.Trades(); err != nil {
			return nil, err
		}
		news := []Trade{}
		seen := map[string]int{}
		for _, trade := range trades {
			if seen[trade.ID]++; seen[trade.ID] > before[trade.ID] {
				news = append(news, trade)
			}
		}
		if len(news) > 0 {
			return news, nil
		}
	}
	return nil, &Failure{Kind: "timeout", Message: "no new trade in time"}
}

func (c *Client) connectionsOf(category string) ([]string, error) {
	connections, err := c.Connections()
	ids := []string{}
	for _, connection := range connections {
		if connection.Category == category {
			ids = append(ids, connection.ID)
		}
	}
	return ids, err
}
