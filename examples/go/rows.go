package main

// Rows as Redbark sends them. Amounts are text and stay text: no float ever holds one. What may be null is a pointer.

type Connection struct {
	ID              string  `json:"id"`
	Provider        string  `json:"provider"`
	Category        string  `json:"category"`
	InstitutionID   string  `json:"institutionId"`
	InstitutionName string  `json:"institutionName"`
	InstitutionLogo *string `json:"institutionLogo"`
	Status          string  `json:"status"`
	LastRefreshedAt *string `json:"lastRefreshedAt"`
	CreatedAt       string  `json:"createdAt"`
}

type Account struct {
	ID              string  `json:"id"`
	ConnectionID    string  `json:"connectionId"`
	Provider        *string `json:"provider"`
	Name            string  `json:"name"`
	Type            string  `json:"type"`
	InstitutionName *string `json:"institutionName"`
	AccountNumber   *string `json:"accountNumber"`
	Currency        string  `json:"currency"`
}

type Category struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

type Balance struct {
	AccountID        string  `json:"accountId"`
	CurrentBalance   *string `json:"currentBalance"`
	AvailableBalance *string `json:"availableBalance"`
	Currency         *string `json:"currency"`
}

type Transaction struct {
	ID                   string  `json:"id"`
	AccountID            string  `json:"accountId"`
	AccountName          string  `json:"accountName"`
	Status               string  `json:"status"`
	Date                 string  `json:"date"`
	Datetime             string  `json:"datetime"`
	PostDate             *string `json:"postDate"`
	PostDatetime         *string `json:"postDatetime"`
	ValueDate            *string `json:"valueDate"`
	ValueDatetime        *string `json:"valueDatetime"`
	Description          string  `json:"description"`
	Amount               string  `json:"amount"`
	Direction            string  `json:"direction"`
	Category             *string `json:"category"`
	MerchantName         *string `json:"merchantName"`
	MerchantCategoryCode *string `json:"merchantCategoryCode"`
}

type Holding struct {
	ID            string  `json:"id"`
	AccountID     string  `json:"accountId"`
	AccountName   string  `json:"accountName"`
	Symbol        string  `json:"symbol"`
	Name          *string `json:"name"`
	Exchange      *string `json:"exchange"`
	Currency      string  `json:"currency"`
	Quantity      string  `json:"quantity"`
	AveragePrice  *string `json:"averagePrice"`
	CurrentPrice  *string `json:"currentPrice"`
	MarketValue   *string `json:"marketValue"`
	UnrealizedPnl *string `json:"unrealizedPnl"`
}

type Trade struct {
	ID             string  `json:"id"`
	AccountID      string  `json:"accountId"`
	AccountName    string  `json:"accountName"`
	Symbol         string  `json:"symbol"`
	Name           *string `json:"name"`
	Type           string  `json:"type"`
	Quantity       string  `json:"quantity"`
	Price          string  `json:"price"`
	Currency       string  `json:"currency"`
	TotalAmount    string  `json:"totalAmount"`
	Fees           *string `json:"fees"`
	TradeDate      string  `json:"tradeDate"`
	SettlementDate *string `json:"settlementDate"`
	Description    *string `json:"description"`
}
