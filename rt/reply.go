// Replies that say no, and those that nobody can read.

package rt

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aws/smithy-go"

	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/redact"
	"github.com/smithwright/smithwright/rt/schema"
)

// requestIDs are the headers in which services name a request.
var requestIDs = []string{"X-Amzn-Requestid", "X-Amz-Request-Id", "X-Request-Id"}

// RequestID returns the id that a service gave a request, or the empty string.
func RequestID(h http.Header) string {
	for _, name := range requestIDs {
		if v := h[name]; len(v) > 0 {
			return v[0]
		}
	}
	return ""
}

const (
	maxKept    = 4 << 10 // of an unknown error's body
	maxExcerpt = 200     // of a body in an error's text
)

// unreadable is the error of a reply that is not what the protocol sends.
func (k *call) unreadable(reply *Reply, err error) error {
	if looksLikeHTML(reply) {
		err = errors.New("it is an HTML page, as a proxy or gateway between here and the service sends it")
	}
	e := &ReplyError{Operation: k.op.Name, Status: reply.Status, RequestID: RequestID(reply.Header), Err: err}
	if looksLikeHTML(reply) || !redact.HasSecrets(k.out.SmithySchema()) {
		e.Excerpt = excerpt(reply.Body)
	}
	return e
}

func looksLikeHTML(reply *Reply) bool {
	if strings.HasPrefix(reply.Header.Get("Content-Type"), "text/html") {
		return true
	}
	start := bytes.ToLower(bytes.TrimSpace(reply.Body[:min(len(reply.Body), 64)]))
	return bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<html"))
}

// excerpt returns a body's beginning, cut between characters.
func excerpt(body []byte) string {
	if len(body) <= maxExcerpt {
		return string(body)
	}
	cut := maxExcerpt
	for cut > maxExcerpt-utf8.UTFMax && !utf8.RuneStart(body[cut]) {
		cut--
	}
	return string(body[:cut]) + "…"
}

// failed makes the error that a reply stands for.
func (k *call) failed(reply *Reply) error {
	code, text, err := k.protocol.ErrorOf(reply)
	if err != nil && code == "" {
		return k.unreadable(reply, err)
	}
	meta := ErrorMetadata{
		Operation: k.op.Name, Code: code, Text: text, RequestID: RequestID(reply.Header),
		Status: reply.Status, Fault: smithy.FaultClient,
	}
	if reply.Status >= http.StatusInternalServerError {
		meta.Fault = smithy.FaultServer
	}
	result := k.modelled(reply, meta)
	if result == nil {
		if meta.Code == "" {
			meta.Code = http.StatusText(reply.Status)
		}
		result = &UnknownError{ErrorMetadata: meta, Body: bytes.Clone(reply.Body[:min(len(reply.Body), maxKept)])}
	}
	repeatable := k.correctClock(code, reply)
	if m, ok := MetadataOf(result); ok {
		repeatable = repeatable || m.Retryable
		m.Retryable = m.Retryable || k.retryer.IsErrorRetryable(result) || transient(result)
	}
	if repeatable {
		return &repeatableError{result}
	}
	return result
}

// modelled returns the error of the model that the code names, or nil.
func (k *call) modelled(reply *Reply, meta ErrorMetadata) error {
	for _, shape := range k.op.Errors {
		table := shape.SmithySchema()
		if table.Name != meta.Code {
			continue
		}
		out, ok := mem.NewShape(shape).(interface {
			error
			schema.Shape
			Metadata() *ErrorMetadata
		})
		if !ok {
			return nil
		}
		if err := k.protocol.DecodeError(reply, out); err != nil {
			return k.unreadable(reply, err)
		}
		if meta.Fault = smithy.FaultClient; table.Error.Server {
			meta.Fault = smithy.FaultServer
		}
		meta.Retryable = table.Error.Retryable
		*out.Metadata() = meta
		return out
	}
	return nil
}

// skewCodes are the answers to a request whose signature is too old or too new.
var skewCodes = []string{
	"RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure",
}

// minSkew is how far clocks may be apart before it matters to a signature.
const minSkew = 4 * time.Minute

// repeatableError is an answer that may be another one next time, because the model says so or because the clock was wrong.
// The retryers of aws-sdk-go-v2, whatever else they are told, look for its method. The caller gets what is in it.
type repeatableError struct{ err error }

func (e *repeatableError) Error() string        { return e.err.Error() }
func (e *repeatableError) Unwrap() error        { return e.err }
func (e *repeatableError) RetryableError() bool { return true }

// correctClock sets the clock by the server's, and returns true, when that explains the error.
func (k *call) correctClock(code string, reply *Reply) bool {
	if reply.Status < 400 || reply.Status >= 500 || !slices.Contains(skewCodes, code) {
		return false
	}
	server, err := http.ParseTime(reply.Header.Get("Date"))
	if err != nil {
		return false
	}
	skew := server.Sub(k.options.Clock())
	if change := skew - time.Duration(k.skew.Load()); change.Abs() < minSkew {
		return false
	}
	k.skew.Store(int64(skew))
	return true
}

// maxRetryAfter is the longest wait that a service can ask for.
const maxRetryAfter = 20 * time.Second

// retryAfter reads the Retry-After header, in seconds.
func retryAfter(h http.Header) time.Duration {
	seconds, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return min(time.Duration(seconds)*time.Second, maxRetryAfter)
}
