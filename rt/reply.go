// Replies that say no, and those that nobody can read.

package rt

import (
	"bytes"
	"cmp"
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

// requestID is the id of a header or, without one, of the body.
func (r *Reply) requestID() string { return cmp.Or(RequestID(r.Header), r.RequestID) }

const (
	maxKept    = 4 << 10 // of an unknown error's body
	maxExcerpt = 200     // of a body in an error's text
)

var errPage = errors.New("it is an HTML page, as a proxy or gateway between here and the service sends it")

// unreadable is the error of a reply that is not what the protocol sends.
func (k *call) unreadable(reply *Reply, err error) error {
	if looksLikeHTML(reply) {
		err = errPage
	}
	e := &ReplyError{Operation: k.op.Name, Status: reply.Status, RequestID: reply.requestID(), Err: err}
	if looksLikeHTML(reply) || !redact.HasSecrets(k.out.SmithySchema()) {
		e.Excerpt = cut(string(reply.Body[:min(len(reply.Body), maxExcerpt+1)]), maxExcerpt)
	}
	return e
}

func looksLikeHTML(reply *Reply) bool {
	return strings.HasPrefix(reply.Header.Get("Content-Type"), "text/html") || isPage(reply.Body)
}

// isPage reports whether a body begins as a document in HTML does, which a reader of XML may take for one of its own.
func isPage(body []byte) bool {
	body = bytes.TrimLeft(body, " \t\r\n")
	begins := func(with string) bool {
		return len(body) >= len(with) && strings.EqualFold(string(body[:len(with)]), with)
	}
	return len(body) > 0 && body[0] == '<' && (begins("<!doctype html") || begins("<html"))
}

// document reports whether the body of a reply is one of the protocol's, and not text or bytes that may be anything.
func document(out schema.Shape) bool {
	m := out.SmithySchema().Payload()
	return m == nil || m.Kind != schema.Blob && m.Kind != schema.String
}

// cut returns a text, or its beginning if it is longer than n bytes, cut between characters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for least := n - utf8.UTFMax; n > least && !utf8.RuneStart(s[n]); {
		n--
	}
	return s[:n] + "…"
}

// failed makes the error that a reply stands for.
func (k *call) failed(reply *Reply) error {
	fault, err := k.protocol.ErrorOf(k.service, reply)
	if err != nil && fault.Shape == "" || isPage(reply.Body) {
		return k.unreadable(reply, err)
	}
	name := cmp.Or(fault.Shape, statusName(reply.Status))
	meta := ErrorMetadata{
		Operation: k.op.Name, Code: cmp.Or(fault.Code, name), Text: fault.Message, RequestID: reply.requestID(),
		Status: reply.Status, Fault: fault.Side,
	}
	within := reply.Status < http.StatusMultipleChoices
	if meta.Fault == smithy.FaultUnknown {
		if meta.Fault = smithy.FaultClient; reply.Status >= http.StatusInternalServerError || within {
			meta.Fault = smithy.FaultServer
		}
	}
	result := k.modelled(reply, name, meta)
	if result == nil {
		result = &UnknownError{ErrorMetadata: meta, Body: bytes.Clone(reply.Body[:min(len(reply.Body), maxKept)])}
	}
	repeatable := k.correctClock(meta.Code, reply) || within
	if m, ok := MetadataOf(result); ok {
		repeatable = repeatable || m.Retryable
		m.Retryable = m.Retryable || k.retryer.IsErrorRetryable(result) || transient(result)
	}
	if repeatable {
		return &repeatableError{result}
	}
	return result
}

// errorWithin reports whether a reply that begins as a success is an error: the service had to answer before it was done.
func (k *call) errorWithin(reply *Reply) bool {
	fault, err := k.protocol.ErrorOf(k.service, reply)
	return err == nil && fault.Shape != ""
}

// statusName is the name of an error that says nothing of itself, as the reply to a HEAD request cannot: that of its status,
// such as "NotFound".
func statusName(status int) string {
	letters := func(r rune) rune {
		if r == ' ' || r == '\'' || r == '-' {
			return -1
		}
		return r
	}
	return cmp.Or(strings.Map(letters, http.StatusText(status)), "Status"+strconv.Itoa(status))
}

// modelled returns the error of the model that is called name, or nil.
func (k *call) modelled(reply *Reply, name string, meta ErrorMetadata) error {
	for _, shape := range k.op.Errors {
		table := shape.SmithySchema()
		if table.Name != name && (table.Error.QueryCode != name || name == "") {
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
