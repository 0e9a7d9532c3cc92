// What the tests share: stub services that stream events, over both versions of HTTP.

package streams_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream"

	"github.com/smithwright/smithwright/rt"
)

// TestMain looks for goroutines that outlive the tests.
func TestMain(m *testing.M) {
	before := runtime.NumGoroutine()
	code := m.Run()
	for range 300 {
		if runtime.NumGoroutine() <= before {
			os.Exit(code)
		}
		time.Sleep(10 * time.Millisecond)
	}
	stacks := make([]byte, 1<<20)
	fmt.Fprintf(os.Stderr, "goroutines outlive the tests:\n%s\n", stacks[:runtime.Stack(stacks, true)])
	os.Exit(1)
}

const (
	accessKey = "AKIDEXAMPLE"
	secretKey = "wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY"
	requestID = "4b1f7a52-0000-4000-8000-000000000001"
	region    = "us-west-2"
)

var credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: accessKey, SecretAccessKey: secretKey, SessionToken: "token"}, nil
})

// service is a stub.
type service struct {
	*httptest.Server
	*testing.T
}

// options are those of a client of the stub.
func (s *service) options() rt.Options {
	return rt.Options{HTTPClient: s.Client(), Retryer: aws.NopRetryer{}, MaxEventBytes: 1 << 20}
}

// overHTTP runs a test against a stub that speaks HTTP/1.1, and one that speaks HTTP/2.
func overHTTP(t *testing.T, handler func(*exchange), test func(*service)) {
	t.Helper()
	for name, major := range map[string]int{"HTTP1": 1, "HTTP2": 2} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.ProtoMajor != major {
					t.Errorf("the request came by HTTP/%d", r.ProtoMajor)
				}
				control := http.NewResponseController(w)
				if err := control.EnableFullDuplex(); err != nil && major == 1 {
					t.Error(err)
				}
				w.Header().Set("X-Amzn-Requestid", requestID)
				handler(&exchange{T: t, Request: r, w: w, control: control})
			}))
			server.EnableHTTP2 = major == 2
			server.StartTLS()
			defer server.Close()
			test(&service{server, t})
		})
	}
}

// exchange is a request to the stub, and its answer.
type exchange struct {
	*testing.T
	*http.Request
	w         http.ResponseWriter
	control   *http.ResponseController
	signature []byte // of the last event; nil before the first
}

// head sends the head of the reply: names and values in turn. A request that is no stream is read first.
func (x *exchange) head(header ...string) {
	if x.Header.Get("Content-Type") != "application/vnd.amazon.eventstream" {
		_, _ = io.Copy(io.Discard, x.Body)
	}
	x.w.Header().Set("Content-Type", "application/vnd.amazon.eventstream")
	for i := 0; i < len(header); i += 2 {
		x.w.Header().Set(header[i], header[i+1])
	}
	x.w.WriteHeader(http.StatusOK)
	_ = x.control.Flush()
}

// refuse answers with an error, before the request is read.
func (x *exchange) refuse(status int, name, body string) {
	if x.ProtoMajor == 1 {
		x.w.Header().Set("Connection", "close") // or net/http takes what is left of the request for another
	}
	x.w.Header().Set("X-Amzn-Errortype", name)
	x.w.WriteHeader(status)
	_, _ = io.WriteString(x.w, body)
}

// send sends bytes at once.
func (x *exchange) send(data []byte) {
	_, _ = x.w.Write(data)
	_ = x.control.Flush()
}

// event sends an event with a payload that is JSON unless the headers, names and values in turn, say otherwise.
func (x *exchange) event(name, payload string, header ...string) {
	x.send(frame(payload, append([]string{":message-type", "event", ":event-type", name, ":content-type", "application/json"}, header...)...))
}

// exception ends the stream with an error of the model.
func (x *exchange) exception(name, payload string) {
	x.send(frame(payload, ":message-type", "exception", ":exception-type", name, ":content-type", "application/json"))
}

// frame is a frame with headers that are strings.
func frame(payload string, header ...string) []byte {
	msg := eventstream.Message{Payload: []byte(payload)}
	for i := 0; i < len(header); i += 2 {
		msg.Headers.Set(header[i], eventstream.StringValue(header[i+1]))
	}
	var b bytes.Buffer
	if err := eventstream.NewEncoder().Encode(&b, msg); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// gone waits until the client has left: net/http sees that when it reads the request, or once there is no more of it to read.
func (x *exchange) gone() {
	if _, err := io.Copy(io.Discard, x.Body); err != nil {
		return
	}
	select {
	case <-x.Context().Done():
	case <-time.After(20 * time.Second):
		x.Error("the client does not leave")
	}
}

var errEnd = errors.New("the signed end")

// next reads an event of the request and checks its signature; errEnd is the signed end of them.
func (x *exchange) next() (eventstream.Message, error) {
	if x.signature == nil {
		x.seed()
	}
	outer, err := eventstream.NewDecoder().Decode(x.Body, nil)
	if err != nil {
		return outer, err
	}
	date, _ := outer.Headers.Get(":date").(eventstream.TimestampValue)
	signature, _ := outer.Headers.Get(":chunk-signature").(eventstream.BytesValue)
	if want := x.sign(time.Time(date), outer.Payload); !hmac.Equal(want, signature) {
		x.Errorf("an event is signed %x, not %x", []byte(signature), want)
	}
	x.signature = signature
	if len(outer.Payload) == 0 {
		if n, err := io.Copy(io.Discard, x.Body); n > 0 || err != nil {
			x.Errorf("behind the signed end: %d bytes, %v", n, err)
		}
		return outer, errEnd
	}
	return eventstream.NewDecoder().Decode(bytes.NewReader(outer.Payload), nil)
}

// seed takes the signature of the request, which that of the first event builds upon.
func (x *exchange) seed() {
	if got := x.Header.Get("X-Amz-Content-Sha256"); got != "STREAMING-AWS4-HMAC-SHA256-EVENTS" {
		x.Errorf("the request's hash is %q", got)
	}
	if got := x.Header.Get("Content-Type"); got != "application/vnd.amazon.eventstream" {
		x.Errorf("the request is a %q", got)
	}
	_, text, _ := strings.Cut(x.Header.Get("Authorization"), "Signature=")
	var err error
	if x.signature, err = hex.DecodeString(text); err != nil || len(x.signature) != sha256.Size {
		x.Errorf("the request is signed %q", x.Header.Get("Authorization"))
	}
}

// sign computes the signature of an event as AWS documents it, step by step.
func (x *exchange) sign(at time.Time, payload []byte) []byte {
	at = at.UTC()
	_, scope, _ := strings.Cut(x.Header.Get("Authorization"), "Credential="+accessKey+"/")
	scope, _, _ = strings.Cut(scope, ",")
	key := []byte("AWS4" + secretKey)
	for part := range strings.SplitSeq(scope, "/") {
		key = mac(key, part)
	}
	var header bytes.Buffer
	_ = eventstream.EncodeHeaders(&header, eventstream.Headers{{Name: ":date", Value: eventstream.TimestampValue(at)}})
	return mac(key, strings.Join([]string{
		"AWS4-HMAC-SHA256-PAYLOAD", at.Format("20060102T150405Z"), scope, hex.EncodeToString(x.signature), sum(header.Bytes()), sum(payload),
	}, "\n"))
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	_, _ = io.WriteString(h, text)
	return h.Sum(nil)
}

func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}
