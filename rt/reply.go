// Replies that say no, and those that nobody can read.

package rt

import (
	"bytes"
	"cmp"
	"errors"
	"net/http"
	"strconv"
	"strings"
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

// failed makes the error that a reply stands for, marked with what retryers are to know of it.
func (k *call) failed(reply *Reply) error {
	fault, err := k.protocol.ErrorOf(k.service, reply)
	page := isPage(reply.Body)
	if page {
		fault = Fault{}
	}
	if (err != nil && fault.Shape == "" || page) && !redirects(reply.Status) {
		unreadable := k.unreadable(reply, err)
		if reply.Status == http.StatusTooManyRequests {
			return &throttledError{unreadable}
		}
		return unreadable
	}
	name := cmp.Or(fault.Shape, statusName(reply.Status))
	meta := ErrorMetadata{
		Operation: k.op.Name, Code: cmp.Or(fault.Code, name), Text: fault.Message, RequestID: reply.requestID(),
		Status: reply.Status, Fault: fault.Side, ExtendedRequestID: reply.Header.Get("X-Amz-Id-2"),
	}
	within := reply.Status < http.StatusMultipleChoices
	if meta.Fault == smithy.FaultUnknown {
		if meta.Fault = smithy.FaultClient; reply.Status >= http.StatusInternalServerError || within {
			meta.Fault = smithy.FaultServer
		}
	}
	result, throttles := k.modelled(reply, name, meta)
	switch {
	case result != nil:
	case redirects(reply.Status):
		result = redirected(reply, meta, k.message.Endpoint)
	default:
		result = &UnknownError{ErrorMetadata: meta, Body: kept(reply.Body)}
	}
	throttles = throttles || reply.Status == http.StatusTooManyRequests
	repeatable := k.correctClock(meta.Code, reply) || k.refused(result) || within
	if m, ok := MetadataOf(result); ok {
		repeatable = repeatable || m.Retryable
		m.Retryable = m.Retryable || throttles || k.retryer.IsErrorRetryable(result) || transient(result)
	}
	switch {
	case throttles:
		return &throttledError{result}
	case repeatable:
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

// modelled returns the error of the model that is called name, or nil, and whether the model says that it throttles.
func (k *call) modelled(reply *Reply, name string, meta ErrorMetadata) (err error, throttles bool) { //nolint:revive // an answer, no failure
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
			return nil, false
		}
		if err := k.protocol.DecodeError(reply, out); err != nil {
			return k.unreadable(reply, err), table.Error.Throttling
		}
		if meta.Fault = smithy.FaultClient; table.Error.Server {
			meta.Fault = smithy.FaultServer
		}
		meta.Retryable = table.Error.Retryable
		*out.Metadata() = meta
		return out, table.Error.Throttling
	}
	return nil, false
}
