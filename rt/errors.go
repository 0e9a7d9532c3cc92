// The errors of a call.

package rt

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
)

// ErrorMetadata is embedded in every error that a service answers with. It makes the struct an error, and a smithy.APIError
// as aws-sdk-go-v2 has it. Reach it from any error of a call with errors.As and an interface{ Metadata() *ErrorMetadata },
// or with [MetadataOf].
type ErrorMetadata struct {
	Operation string
	Code      string // the error's name, such as "ResourceNotFoundException"
	Text      string // what the service says
	RequestID string
	Status    int // of HTTP
	Fault     smithy.ErrorFault
	Retryable bool // the same request may succeed later
	Attempts  int  // how often the request was sent

	// ExtendedRequestID is a second id, which the support of some services asks for beside the first; mostly empty.
	ExtendedRequestID string
}

// What a service says of an error stands in its text up to these bounds, in bytes; Code, Text and RequestID have all of it.
const (
	maxCode = 200
	maxText = 32 << 10
)

// Error says which operation failed, how, and what to quote to the service's support.
func (e *ErrorMetadata) Error() string {
	var b strings.Builder
	if e.Operation != "" {
		b.WriteString(e.Operation + ": ")
	}
	b.WriteString(cut(e.Code, maxCode))
	if e.Text != "" {
		b.WriteString(": " + cut(e.Text, maxText))
	}
	id := cut(e.RequestID, maxCode)
	if e.ExtendedRequestID != "" {
		id += ", extended request id " + cut(e.ExtendedRequestID, maxCode)
	}
	details := describe(e.Status, id, e.Attempts)
	if details != "" {
		b.WriteString(" (" + details + ")")
	}
	return b.String()
}

// describe lists what is known of a reply.
func describe(status int, requestID string, attempts int) string {
	var parts []string
	if status != 0 {
		parts = append(parts, fmt.Sprintf("HTTP status %d", status))
	}
	if requestID != "" {
		parts = append(parts, "request id "+requestID)
	}
	if attempts > 1 {
		parts = append(parts, fmt.Sprintf("%d attempts", attempts))
	}
	return strings.Join(parts, ", ")
}

// Metadata returns e itself.
func (e *ErrorMetadata) Metadata() *ErrorMetadata { return e }

// ErrorCode returns the error's name.
func (e *ErrorMetadata) ErrorCode() string { return e.Code }

// ErrorMessage returns what the service says.
func (e *ErrorMetadata) ErrorMessage() string { return e.Text }

// ErrorFault tells whose fault it is.
func (e *ErrorMetadata) ErrorFault() smithy.ErrorFault { return e.Fault }

// HTTPStatusCode returns the reply's status.
func (e *ErrorMetadata) HTTPStatusCode() int { return e.Status }

// MetadataOf returns the metadata of an error that a service answered with; false for all other errors.
func MetadataOf(err error) (*ErrorMetadata, bool) {
	var m interface{ Metadata() *ErrorMetadata }
	if errors.As(err, &m) {
		return m.Metadata(), true
	}
	return nil, false
}

// UnknownError is an answer that the model does not name.
type UnknownError struct {
	ErrorMetadata
	Body []byte // the reply's beginning, at most 4 KiB
}

// ReplyError is a reply that the protocol cannot read: not what it sends, cut short, too long, or somebody else's page.
type ReplyError struct {
	Operation string
	Status    int
	RequestID string
	Attempts  int
	Excerpt   string // the body's beginning; empty where the output has sensitive members
	Err       error
}

func (e *ReplyError) Error() string {
	text := fmt.Sprintf("%s: cannot read the reply: %v (%s)", e.Operation, e.Err, describe(e.Status, cut(e.RequestID, maxCode), e.Attempts))
	if e.Excerpt != "" {
		text += fmt.Sprintf("; it begins with %q", e.Excerpt)
	}
	return text
}

// Unwrap returns the cause.
func (e *ReplyError) Unwrap() error { return e.Err }

// HTTPStatusCode returns the reply's status.
func (e *ReplyError) HTTPStatusCode() int { return e.Status }

// CallError is a call that got no reply.
type CallError struct {
	Operation string
	Attempts  int // how often the request was sent; 0 if it never was

	// Unsure says that an attempt may have brought the request to the service, which may have carried it out.
	Unsure bool
	Err    error

	withheld bool // there was no other attempt for that reason
}

func (e *CallError) Error() string {
	text := e.Operation
	if e.Attempts > 1 {
		text += fmt.Sprintf(": after %d attempts", e.Attempts)
	}
	text += ": " + e.Err.Error()
	if e.withheld {
		text += "; the service may have carried the request out, so that it was not sent again: find out whether it has, or set " +
			"Options.RetryUnsafe where to do so twice does no harm"
	}
	return text
}

// Unwrap returns the cause.
func (e *CallError) Unwrap() error { return e.Err }

// transient reports whether aws-sdk-go-v2's standard retryer would try again, which is a fact of the error also where the
// call's own retryer never does.
func transient(err error) bool {
	return retry.IsErrorRetryables(retry.DefaultRetryables).IsErrorRetryable(err) == aws.TrueTernary
}
