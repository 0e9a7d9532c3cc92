// Taking members out of a reply's headers and status.

package httpbind

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"unsafe"

	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/simple"
	"github.com/smithwright/smithwright/rt/schema"
)

// Reply fills the members of the struct at base that are bound to the status and the headers of a reply. What it makes
// of each takes memory bytes at most; as many as it wants if that is 0.
func Reply(status int, h http.Header, s *schema.Struct, base unsafe.Pointer, memory int64) error {
	for i := range s.Members {
		m := &s.Members[i]
		at := unsafe.Add(base, m.Offset)
		switch m.Bind {
		case schema.StatusCode:
			*(*int32)(mem.Store(&m.Type, at)) = int32(status)
		case schema.PrefixHeaders:
			if err := readPrefix(h, m, at, memory); err != nil {
				return err
			}
		case schema.Header:
			values := h.Values(m.Wire)
			if len(values) == 0 {
				continue
			}
			if err := readHeader(values, m, at, memory); err != nil {
				return fmt.Errorf("header %s: %w", m.Wire, err)
			}
		}
	}
	return nil
}

func readHeader(values []string, m *schema.Member, at unsafe.Pointer, memory int64) error {
	if m.Kind == schema.List {
		return readList(strings.Join(values, ","), m.Elem, at, memory)
	}
	text := values[0]
	if m.Kind == schema.String && m.MediaType != "" {
		decoded, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return err
		}
		text = string(decoded)
	}
	return simple.Parse(text, &m.Type, mem.Store(&m.Type, at), schema.FormatHTTPDate)
}

// readPrefix makes a map of the headers that begin with the prefix, empty if none does. Its keys are in lower case: the case in
// which a header was sent is lost on the way.
func readPrefix(h http.Header, m *schema.Member, at unsafe.Pointer, memory int64) error {
	b := mem.Limit(memory)
	entries := b.MapAt(m.Elem.Go, at)
	for name, values := range h {
		if len(name) < len(m.Wire) || !strings.EqualFold(name[:len(m.Wire)], m.Wire) || len(values) == 0 {
			continue
		}
		*(*string)(mem.Store(&m.Elem.Elem, entries.Entry())) = values[0]
		entries.Set(strings.ToLower(name[len(m.Wire):]))
		if err := b.Check(); err != nil {
			return err
		}
	}
	return nil
}

func readList(text string, c *schema.Collection, at unsafe.Pointer, memory int64) error {
	b := mem.Limit(memory)
	format := c.Elem.Format
	if format == schema.FormatDefault {
		format = schema.FormatHTTPDate
	}
	dates := c.Elem.Kind == schema.Timestamp && format == schema.FormatHTTPDate
	list := b.SliceAt(c.Go, at)
	for rest := strings.TrimSpace(text); rest != ""; {
		var item string
		item, rest = cutItem(rest, dates)
		if err := simple.Parse(item, &c.Elem, mem.Store(&c.Elem, list.Append()), schema.FormatHTTPDate); err != nil {
			return fmt.Errorf("element %d: %w", list.Len()-1, err)
		}
		if err := b.Check(); err != nil {
			return err
		}
	}
	return nil
}

// cutItem cuts the first item of a header's list off what is left of it, which begins with no space: up to a comma, but not to
// one inside quotes, and with dates to every second one, since an HTTP date has a comma of its own.
func cutItem(s string, dates bool) (item, rest string) {
	if s[0] == '"' {
		item, rest = cutQuoted(s)
		_, rest, _ = strings.Cut(rest, ",")
		return item, strings.TrimSpace(rest)
	}
	item, rest, _ = strings.Cut(s, ",")
	if dates && rest != "" {
		var second string
		second, rest, _ = strings.Cut(rest, ",")
		item += "," + second
	}
	return strings.TrimSpace(item), strings.TrimSpace(rest)
}

// cutQuoted reads a quoted string and returns what follows it.
func cutQuoted(s string) (item, rest string) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case s[i] == '"':
			return b.String(), s[i+1:]
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), ""
}
