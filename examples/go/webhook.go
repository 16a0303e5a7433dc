package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Older messages are somebody else's, sent again.
const oldestMessage = 5 * time.Minute

// A Delivery is what came by a webhook, in the words and units of the REST API.
type Delivery struct {
	ID          string         `json:"id"`
	Type        string         `json:"type"`
	Chunk       int            `json:"chunk"`
	TotalChunks int            `json:"totalChunks"`
	Rows        []DeliveredRow `json:"rows"`
}

type DeliveredRow struct {
	ID        string `json:"id"`
	AccountID string `json:"accountId"`
	Amount    string `json:"amount"`
	Currency  string `json:"currency"`
}

// Receive believes a message for its signature, which is over its time and its raw body.
func (c *Client) Receive() (*Delivery, error) {
	in := c.input
	sum := hmac.New(sha256.New, []byte(in.Secret))
	sum.Write([]byte(in.Timestamp + "." + in.Body))
	right := "sha256=" + hex.EncodeToString(sum.Sum(nil))
	if !hmac.Equal([]byte(right), []byte(in.Signature)) {
		return nil, &Failure{Kind: "unauthorized", Message: "the message is not signed with our secret"}
	}
	seconds, err := strconv.ParseInt(in.Timestamp, 10, 64)
	if err != nil || c.now.Sub(time.Unix(seconds, 0)).Abs() > oldestMessage {
		return nil, &Failure{Kind: "unauthorized", Message: "the message is too old"}
	}
	return readDelivery([]byte(in.Body))
}

func readDelivery(body []byte) (*Delivery, error) {
	var message struct {
		ID   string `json:"id"`
		Type string `json:"type"`
		Data struct {
			New []struct {
				ID          string `json:"id"`
				AccountID   string `json:"account_id"`
				Amount      *int64 `json:"amount"`
				TotalAmount int64  `json:"total_amount"`
				Currency    string `json:"currency"`
			} `json:"new"`
		} `json:"data"`
		Metadata struct {
			Chunk       int `json:"chunk"`
			TotalChunks int `json:"total_chunks"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(body, &message); err != nil {
		return nil, &Failure{Kind: "broken-answer", Message: err.Error()}
	}
	delivery := &Delivery{
		ID:          message.ID,
		Type:        message.Type,
		Chunk:       message.Metadata.Chunk,
		TotalChunks: message.Metadata.TotalChunks,
		Rows:        []DeliveredRow{},
	}
	for _, row := range message.Data.New {
		cents := row.TotalAmount // Of a trade.
		if row.Amount != nil {
			cents = *row.Amount
		}
		delivery.Rows = append(delivery.Rows, DeliveredRow{row.ID, row.AccountID, decimal(cents), strings.ToUpper(row.Currency)})
	}
	return delivery, nil
}

// decimal writes -450 cents as -4.50.
func decimal(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	return fmt.Sprintf("%s%d.%02d", sign, cents/100, cents%100)
}
