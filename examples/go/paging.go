package main

import (
	"fmt"
	"net/url"
	"strconv"
)

const (
	pageSize       = 200
	mostEmptyPages = 3
)

// all reads a list that comes in one answer.
func all[Row any](client *Client, path string, filters url.Values) ([]Row, error) {
	answer := struct {
		Data []Row `json:"data"`
	}{}
	if err := client.get(path, filters, &answer); err != nil {
		return nil, err
	}
	return present(path, answer.Data)
}

// present refuses an answer without its list: nothing is not the same as no rows.
func present[Row any](path string, rows []Row) ([]Row, error) {
	if rows == nil {
		return nil, &Failure{Kind: "broken-answer", Message: path + ": no list in the answer"}
	}
	return rows, nil
}

// paged reads all rows of all pages. Only hasMore ends a listing: a page may be short, and even empty, and others follow.
func paged[Row any](client *Client, path string, filters url.Values) ([]Row, error) {
	rows := []Row{}
	for offset, empty := 0, 0; ; {
		filters.Set("limit", strconv.Itoa(pageSize))
		filters.Set("offset", strconv.Itoa(offset))
		var page struct {
			Data       []Row `json:"data"`
			Pagination *struct {
				Limit   int  `json:"limit"`
				HasMore bool `json:"hasMore"`
			} `json:"pagination"`
		}
		if err := client.get(path, filters, &page); err != nil {
			return nil, err
		}
		if page.Data == nil || page.Pagination == nil {
			return nil, &Failure{Kind: "broken-answer", Message: path + ": no page in the answer"}
		}
		rows = append(rows, page.Data...)
		if !page.Pagination.HasMore {
			return rows, nil
		}
		if empty++; len(page.Data) > 0 {
			empty = 0
		}
		// One that claims to go on without a row leads nowhere.
		if empty == mostEmptyPages {
			message := fmt.Sprintf("%s: no row in %d pages, and the service says that more follow", path, empty)
			return nil, &Failure{Kind: "incomplete", Message: message}
		}
		offset += page.Pagination.Limit
	}
}
