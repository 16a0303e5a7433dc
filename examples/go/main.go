// Command adapter lets Understudy judge the client in this folder: one JSON message a line, in on stdin, out on stdout.
//
//	go build -o adapter . && understudy verify --adapter ./adapter --run 'redbark/**'
//
// The protocol is told in docs/adapter.md. Cases are played at the same time, a goroutine each.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"runtime/debug"
	"sort"
	"sync"
	"time"
)

func main() {
	log.SetFlags(0) // stdout is the protocol's; what log says goes to stderr.
	if err := newAdapter(os.Stdout).run(os.Stdin); err != nil {
		log.Fatal(err)
	}
}

// A message is any line of the suite's, with the members of all of them.
type message struct {
	Type string `json:"type"`
	Seq  int64  `json:"seq"`
	caseMessage
}

type caseMessage struct {
	BaseURL     string            `json:"baseUrl"`
	Credentials map[string]string `json:"credentials"`
	Operation   string            `json:"operation"`
	Input       Input             `json:"input"`
	Limits      struct {
		RequestTimeoutMs int64 `json:"requestTimeoutMs"`
		DeadlineMs       int64 `json:"deadlineMs"`
	} `json:"limits"`
	Now time.Time `json:"now"`
}

type result struct {
	Type    string   `json:"type"`
	Seq     int64    `json:"seq"`
	Value   any      `json:"value,omitempty"`
	Failure *Failure `json:"failure,omitempty"`
	Crashed string   `json:"crashed,omitempty"`
}

type adapter struct {
	mu    sync.Mutex // Guards all below: lines must not mix.
	out   *json.Encoder
	cases map[int64]*Case
}

func newAdapter(out io.Writer) *adapter {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return &adapter{out: encoder, cases: map[int64]*Case{}}
}

// run reads until the suite says bye or goes away.
func (a *adapter) run(in io.Reader) error {
	decoder := json.NewDecoder(bufio.NewReader(in))
	for {
		var m message
		if err := decoder.Decode(&m); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("cannot read a message: %w", err)
		}
		switch m.Type {
		case "hello":
			a.hello()
		case "case":
			c := newCase(m, a.send)
			a.mu.Lock()
			a.cases[m.Seq] = c
			a.mu.Unlock()
			go a.play(c)
		case "sleepAck":
			if c := a.find(m.Seq); c != nil {
				c.woken <- m.Now
			}
		case "cancel":
			if c := a.find(m.Seq); c != nil {
				c.cancel()
			}
		case "bye":
			return nil
		}
	}
}

func (a *adapter) hello() {
	operations := make([]string, 0, len(jobs))
	for name := range jobs {
		operations = append(operations, name)
	}
	sort.Strings(operations)
	a.send(map[string]any{
		"type":         "hello",
		"client":       "understudy-example-go",
		"version":      "1.0.0",
		"language":     "Go",
		"operations":   operations,
		"capabilities": []string{"clock", "parallel"},
	})
}

func (a *adapter) play(c *Case) {
	answer := result{Type: "result", Seq: c.seq}
	defer func() {
		// A bug of ours is reported as one; it must not end the other cases.
		if bug := recover(); bug != nil {
			answer = result{Type: "result", Seq: c.seq, Crashed: fmt.Sprintf("%v\n%s", bug, debug.Stack())}
		}
		cancelled := c.ctx.Err() != nil
		c.cancel()
		a.mu.Lock()
		delete(a.cases, c.seq)
		a.mu.Unlock()
		if !cancelled {
			a.send(answer)
		}
	}()
	value, err := jobs[c.operation](c)
	var failure *Failure
	switch {
	case err == nil:
		answer.Value = value
	case errors.As(err, &failure):
		answer.Failure = failure
	default:
		answer.Crashed = err.Error()
	}
}

func (a *adapter) find(seq int64) *Case {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.cases[seq]
}

func (a *adapter) send(message any) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.out.Encode(message); err != nil {
		log.Fatalf("cannot write a message: %v", err)
	}
}

// A Case is what a job is given: where to ask, with what, within which limits; and the time.
type Case struct {
	ctx            context.Context // Done when the suite gives the case up.
	cancel         context.CancelFunc
	baseURL        string
	credentials    map[string]string
	operation      string
	input          Input
	requestTimeout time.Duration
	deadline       time.Time
	seq            int64
	now            time.Time // Moves on only while the client sleeps.
	woken          chan time.Time
	send           func(any)
}

func newCase(m message, send func(any)) *Case {
	ctx, cancel := context.WithCancel(context.Background())
	return &Case{
		ctx:            ctx,
		cancel:         cancel,
		baseURL:        m.BaseURL,
		credentials:    m.Credentials,
		operation:      m.Operation,
		input:          m.Input,
		requestTimeout: time.Duration(m.Limits.RequestTimeoutMs) * time.Millisecond,
		deadline:       m.Now.Add(time.Duration(m.Limits.DeadlineMs) * time.Millisecond),
		seq:            m.Seq,
		now:            m.Now,
		woken:          make(chan time.Time, 1),
		send:           send,
	}
}

// Sleep is a wait. The suite moves its clock on and says so, which takes no time.
func (c *Case) Sleep(d time.Duration) error {
	c.send(map[string]any{"type": "sleep", "seq": c.seq, "ms": d.Milliseconds()})
	select {
	case c.now = <-c.woken:
		return nil
	case <-c.ctx.Done():
		return c.ctx.Err()
	}
}
