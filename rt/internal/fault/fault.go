// Package fault reads what the JSON and CBOR protocols say of errors, whatever the format.
package fault

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unsafe"

	"github.com/aws/smithy-go"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// Fields are the members of an error's body that tell a code and a message. Of several the first counts.
type Fields struct {
	Type    string // the value of __type or, where Codes says so, of code; as it came
	Message string // of message or another name that services give it
	Codes   bool   // the protocol takes code for __type
}

// Found takes note of a member of the body whose value is a string.
func (f *Fields) Found(key, value string) {
	switch key {
	case "__type":
		f.typed(value)
	case "code", "Code":
		if f.Codes {
			f.typed(value)
		}
	case "message", "Message", "errorMessage":
		if f.Message == "" {
			f.Message = value
		}
	}
}

func (f *Fields) typed(value string) {
	if f.Type == "" {
		f.Type = value
	}
}

// Name returns the name of an error's shape: without the URI behind a colon and the namespace before a hash sign.
func Name(code string) string {
	code, _, _ = strings.Cut(code, ":")
	if i := strings.LastIndexByte(code, '#'); i >= 0 {
		code = code[i+1:]
	}
	return strings.TrimSpace(code)
}

// QueryCode returns the code that a service which once spoke awsQuery gave the error there, and whose fault it was, from its
// header "x-amzn-query-error: Code;Fault"; nothing if it gave none.
func QueryCode(reply *rt.Reply) (string, smithy.ErrorFault) {
	code, side, _ := strings.Cut(reply.Header.Get("X-Amzn-Query-Error"), ";")
	return strings.TrimSpace(code), Side(strings.TrimSpace(side))
}

// Side says whose fault an error is, from the word that the query and XML protocols have for it.
func Side(word string) smithy.ErrorFault {
	switch word {
	case "Sender":
		return smithy.FaultClient
	case "Receiver":
		return smithy.FaultServer
	default:
		return smithy.FaultUnknown
	}
}

// FillMessage gives text to a member of an error that is called message, in whatever case, and is still absent: services
// spell it otherwise than the model.
func FillMessage(s *schema.Struct, base unsafe.Pointer, text string) {
	for i := range s.Members {
		m := &s.Members[i]
		if text == "" || !strings.EqualFold(m.Name, "message") || m.Kind != schema.String || m.Bind != schema.Body {
			continue
		}
		p := unsafe.Add(base, m.Offset)
		if q, ok := mem.Load(&m.Type, p); !ok {
			*(*string)(mem.Store(&m.Type, p)) = text
		} else if *(*string)(q) == "" {
			*(*string)(q) = text
		}
	}
}

// Unreadable puts an error of a decoder into plain words; nil stays nil. format is what the body is, such as "JSON".
func Unreadable(format string, err error) error {
	if err == nil {
		return nil
	}
	var memory *mem.LimitError
	switch {
	case errors.As(err, &memory):
		return fmt.Errorf("its %s %w", format, memory) // wherever in it that was
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Errorf("its %s is cut short: %w", format, err)
	default:
		return fmt.Errorf("its %s is not what the model says: %w", format, err)
	}
}
