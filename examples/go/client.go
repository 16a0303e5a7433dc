package main

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	attempts     = 6
	firstPause   = 500 * time.Millisecond
	longestPause = 30 * time.Second
	largestBody  = 64 << 20
)

// A Failure is a job that could not be done, in the words of the protocol.
type Failure struct {
	Kind         string `json:"kind"`
	Status       int    `json:"status,omitempty"`
	Code         string `json:"code,omitempty"`
	RetryAfterMs *int64 `json:"retryAfterMs,omitempty"`
	Message      string `json:"message,omitempty"`
}

func (f *Failure) Error() string { return f.Kind + ": " + f.Message }

// A Client reads from Redbark for the length of one case.
type Client struct {
	*Case
	http *http.Client
}

// The connections behind it are shared by all cases.
var transport = &http.Client{}

func newClient(c *Case) *Client { return &Client{Case: c, http: transport} }

// get asks until there is a good answer, nothing more to hope for, or no time left, and decodes the answer into out.
func (c *Client) get(path string, query url.Values, out any) error {
	for attempt := 1; ; attempt++ {
		failure, wait, again := c.once(path, query, out)
		if failure == nil {
			return nil
		}
		if c.ctx.Err() != nil || !again || attempt == attempts {
			return failure
		}
		if wait == nil {
			pause := backoff(attempt)
			wait = &pause
		}
		if !c.now.Add(*wait).Before(c.deadline) {
			return failure
		}
		if err := c.Sleep(*wait); err != nil {
			return err
		}
	}
}

// once tells, of a failure, how long the service says to wait (nil: it does not) and whether to ask again at all.
func (c *Client) once(path string, query url.Values, out any) (failure *Failure, wait *time.Duration, again bool) {
	// For all of it, the body included.
	ctx, cancel := context.WithTimeout(c.ctx, c.requestTimeout)
	defer cancel()
	address := c.baseURL + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return &Failure{Kind: "other", Message: err.Error()}, nil, false
	}
	request.Header.Set("Authorization", "Bearer "+c.credentials["apiKey"])
	request.Header.Set("Accept", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return broken(err), nil, true
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, largestBody))
	if err != nil {
		return broken(err), nil, true
	}
	if response.StatusCode/100 != 2 {
		refused := refusal(response.StatusCode, body)
		if response.StatusCode == http.StatusTooManyRequests || response.StatusCode == http.StatusServiceUnavailable {
			wait = toldWait(response.Header.Get("Retry-After"), c.now)
		}
		if wait != nil {
			ms := wait.Milliseconds()
			refused.RetryAfterMs = &ms
		}
		return refused, wait, response.StatusCode == http.StatusTooManyRequests || response.StatusCode >= 500
	}
	if err := decode(response.Header.Get("Content-Type"), body, out); err != nil {
		return &Failure{Kind: "broken-answer", Status: response.StatusCode, Message: path + ": " + err.Error()}, nil, true
	}
	return nil, nil, false
}

func decode(contentType string, body []byte, out any) error {
	if contentType != "" {
		kind, _, err := mime.ParseMediaType(contentType)
		if err != nil || !strings.HasSuffix(kind, "json") {
			return fmt.Errorf("the body is %s", contentType)
		}
	}
	return json.Unmarshal(body, out)
}

// broken says why there is no whole answer.
func broken(err error) *Failure {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return &Failure{Kind: "timeout", Message: err.Error()}
	case errors.As(err, &corrupt), errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return &Failure{Kind: "broken-answer", Message: err.Error()}
	default:
		return &Failure{Kind: "network", Message: err.Error()}
	}
}

// refusal reads {"error": {"message", "code"?}}. A missing code tells something too, so none is made up.
func refusal(status int, body []byte) *Failure {
	var envelope struct {
		Error struct {
			Message string `json:"message"`
			Code    string `json:"code"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &envelope) != nil || envelope.Error.Message == "" {
		envelope.Error.Message = http.StatusText(status)
	}
	return &Failure{Kind: kindOf(status), Status: status, Code: envelope.Error.Code, Message: envelope.Error.Message}
}

func kindOf(status int) string {
	switch {
	case status == http.StatusBadRequest:
		return "invalid-request"
	case status == http.StatusUnauthorized:
		return "unauthorized"
	case status == http.StatusForbidden:
		return "plan-required" // It is about the plan here, with a code or without.
	case status == http.StatusNotFound:
		return "not-found"
	case status == http.StatusGone:
		return "gone"
	case status == http.StatusTooManyRequests:
		return "rate-limited"
	case status >= 500:
		return "unavailable"
	default:
		return "other"
	}
}

// toldWait reads Retry-After, which is a number of seconds or a date; nil: it tells nothing that can be read.
func toldWait(text string, now time.Time) *time.Duration {
	var wait time.Duration
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if date, err := http.ParseTime(text); err == nil {
		wait = max(0, date.Sub(now))
	} else {
		return nil
	}
	return &wait
}

// backoff is half a second, one, two, four, ... and a little more, so that not all clients come back at once.
func backoff(attempt int) time.Duration {
	pause := min(firstPause<<(attempt-1), longestPause)
	return pause + time.Duration(rand.Int63n(int64(pause/5)))
}
