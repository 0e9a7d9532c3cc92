// A server that breaks connections in every way, and what watches that nothing of it is left.

package e2e_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/generated/lambda"
)

// exchange is a request that a faulty server got as far as its step reads, with the connection to answer on.
type exchange struct {
	*net.TCPConn
	r *bufio.Reader
}

// fault is what a faulty server does with a request. It returns whether the connection goes on.
type fault func(e exchange) bool

// read reads the whole request and returns it.
func (e exchange) read() (*http.Request, error) {
	req, err := http.ReadRequest(e.r)
	if err == nil {
		_, err = io.Copy(io.Discard, req.Body)
	}
	return req, err
}

// reset breaks the connection so that the other side notices at once.
func (e exchange) reset() bool {
	_ = e.SetLinger(0)
	return false
}

// beforeRequest resets the connection when the request begins to come in.
func beforeRequest(e exchange) bool {
	_, _ = e.r.Peek(1)
	return e.reset()
}

// behind reads the request, says text and then resets the connection.
func behind(text string) fault {
	return func(e exchange) bool {
		if _, err := e.read(); err == nil {
			_, _ = io.WriteString(e, text)
			time.Sleep(20 * time.Millisecond) // a reset takes with it what the other side has not read yet
		}
		return e.reset()
	}
}

// halfClosed reads the request, says that nothing will come, and goes on reading.
func halfClosed(e exchange) bool {
	if _, err := e.read(); err == nil {
		_ = e.CloseWrite()
		_, _ = io.Copy(io.Discard, e)
	}
	return false
}

// drips says text a byte at a time, for longer than anybody waits.
func drips(text string) fault {
	return func(e exchange) bool {
		if _, err := e.read(); err != nil {
			return false
		}
		for i := range text {
			if _, err := io.WriteString(e, text[i:i+1]); err != nil {
				return false
			}
			time.Sleep(30 * time.Millisecond)
		}
		return false
	}
}

// message is a reply in HTTP. header has pairs of names and values.
func message(status int, body string, header ...string) string {
	text := fmt.Sprintf("HTTP/1.1 %d X\r\nX-Amzn-Requestid: id-of-the-request\r\nContent-Length: %d\r\n", status, len(body))
	for i := 0; i+1 < len(header); i += 2 {
		text += header[i] + ": " + header[i+1] + "\r\n"
	}
	return text + "\r\n" + body
}

// says answers; the connection goes on.
func says(text string) fault {
	return func(e exchange) bool {
		_, err := e.read()
		if err == nil {
			_, err = io.WriteString(e, text)
		}
		return err == nil
	}
}

// saysAndCloses answers as if the connection went on, and closes it.
func saysAndCloses(text string) fault {
	return func(e exchange) bool {
		says(text)(e)
		return false
	}
}

// faulty is a server that treats each request by the next of its steps, and by the last once there are no more.
type faulty struct {
	net.Listener
	mu    sync.Mutex
	steps []fault
	begun int // requests
	open  int // connections
}

// serveFaults starts such a server. When the test ends it checks that no connection is left.
func serveFaults(t *testing.T, steps ...fault) *faulty {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &faulty{Listener: l, steps: steps}
	go s.accept()
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		if n := eventually(s.connections, 0); n != 0 {
			t.Errorf("%d connections are left", n)
		}
	})
	return s
}

// eventually waits for a number to become what it should be, and returns what it is.
func eventually(number func() int, want int) int {
	for range 300 {
		if number() == want {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	return number()
}

func (s *faulty) connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open
}

// requests is how many requests have begun to come in.
func (s *faulty) requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.begun
}

func (s *faulty) url() string { return "http://" + s.Addr().String() }

func (s *faulty) accept() {
	for {
		c, err := s.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.open++
		s.mu.Unlock()
		conn, _ := c.(*net.TCPConn)
		go s.serve(exchange{conn, bufio.NewReader(c)})
	}
}

func (s *faulty) serve(e exchange) {
	defer func() {
		_ = e.Close()
		s.mu.Lock()
		s.open--
		s.mu.Unlock()
	}()
	for goesOn := true; goesOn; {
		if _, err := e.r.Peek(1); err != nil {
			return
		}
		s.mu.Lock()
		step := s.steps[min(s.begun, len(s.steps)-1)]
		s.begun++
		s.mu.Unlock()
		goesOn = step(e)
	}
}

// watched is an HTTP client that counts its open connections.
type watched struct {
	http.Client
	mu   sync.Mutex
	open int
}

type watchedConn struct {
	net.Conn
	once  sync.Once
	owner *watched
}

func (c *watchedConn) Close() error {
	c.once.Do(func() { c.owner.count(-1) })
	return c.Conn.Close()
}

func (w *watched) count(n int) {
	w.mu.Lock()
	w.open += n
	w.mu.Unlock()
}

func (w *watched) connections() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.open
}

// newWatched makes a client that dials the given addresses in turn instead of where it should, and in the end there. When the
// test ends no connection may be in use.
func newWatched(t *testing.T, first ...string) *watched {
	t.Helper()
	w := &watched{}
	var dialed int
	transport := &http.Transport{MaxIdleConnsPerHost: 64, DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		w.mu.Lock()
		if dialed < len(first) {
			address = first[dialed]
		}
		dialed++
		w.mu.Unlock()
		c, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		w.count(1)
		return &watchedConn{Conn: c, owner: w}, nil
	}}
	w.Transport = transport
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if n := eventually(w.connections, 0); n != 0 {
			t.Errorf("the client has %d connections still", n)
		}
	})
	return w
}

// nobody is an address at which nobody listens.
func nobody(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err == nil {
		err = l.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return l.Addr().String()
}

// clientOf makes a client of an address that sends by d.
func clientOf(t *testing.T, url string, d *watched, change ...func(*lambda.Config)) *lambda.Client {
	t.Helper()
	cfg := lambda.Config{Region: "us-west-2", Credentials: credentials, Endpoint: url}
	cfg.Retryer, cfg.HTTPClient = fast(), d
	for _, f := range change {
		f(&cfg)
	}
	c, err := lambda.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// provider gives other credentials each time it is asked.
type provider struct {
	mu    sync.Mutex
	asked int
}

func (p *provider) Retrieve(context.Context) (aws.Credentials, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	return aws.Credentials{AccessKeyID: "KEY" + strconv.Itoa(p.asked), SecretAccessKey: "s", CanExpire: true, Expires: time.Now().Add(time.Hour)}, nil
}

// isOneOf reports whether err is one of the targets.
func isOneOf(err error, targets []error) bool {
	return slices.ContainsFunc(targets, func(target error) bool { return errors.Is(err, target) })
}
