// Taking members out of a reply's headers and status.

package httpbind

import (
	"encoding/base64"
	"fmt"
	"math/big"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unsafe"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/internal/times"
	"github.com/smithwright/smithwright/rt/schema"
)

// Reply fills the members of the struct at base that are bound to the status and the headers of a reply.
func Reply(status int, h http.Header, s *schema.Struct, base unsafe.Pointer) error {
	for i := range s.Members {
		m := &s.Members[i]
		at := unsafe.Add(base, m.Offset)
		switch m.Bind {
		case schema.StatusCode:
			*(*int32)(mem.Store(&m.Type, at)) = int32(status)
		case schema.PrefixHeaders:
			readPrefix(h, m, at)
		case schema.Header:
			values := h.Values(m.Wire)
			if len(values) == 0 {
				continue
			}
			if err := readHeader(values, m, at); err != nil {
				return fmt.Errorf("header %s: %w", m.Wire, err)
			}
		}
	}
	return nil
}

func readHeader(values []string, m *schema.Member, at unsafe.Pointer) error {
	if m.Kind == schema.List {
		return readList(strings.Join(values, ","), m.Elem, at)
	}
	text := values[0]
	if m.Kind == schema.String && m.MediaType != "" {
		decoded, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return err
		}
		text = string(decoded)
	}
	return parseText(text, &m.Type, mem.Store(&m.Type, at), schema.FormatHTTPDate)
}

// readPrefix fills a map with the headers that begin with the prefix. Its keys are in lower case: the case in which a header
// was sent is lost on the way.
func readPrefix(h http.Header, m *schema.Member, at unsafe.Pointer) {
	var entries mem.Map
	made := false
	for name, values := range h {
		if len(name) < len(m.Wire) || !strings.EqualFold(name[:len(m.Wire)], m.Wire) || len(values) == 0 {
			continue
		}
		if !made {
			entries, made = new(mem.Budget).MapAt(m.Elem.Go, at), true
		}
		*(*string)(mem.Store(&m.Elem.Elem, entries.Entry())) = values[0]
		entries.Set(strings.ToLower(name[len(m.Wire):]))
	}
}

func readList(text string, c *schema.Collection, at unsafe.Pointer) error {
	format := c.Elem.Format
	if format == schema.FormatDefault {
		format = schema.FormatHTTPDate
	}
	dates := c.Elem.Kind == schema.Timestamp && format == schema.FormatHTTPDate
	list := new(mem.Budget).SliceAt(c.Go, at)
	for i, item := range splitList(text, dates) {
		if err := parseText(item, &c.Elem, mem.Store(&c.Elem, list.Append()), schema.FormatHTTPDate); err != nil {
			return fmt.Errorf("element %d: %w", i, err)
		}
	}
	return nil
}

// splitList cuts a header at its commas, but not at those inside quotes, and with dates only at every second one, since an
// HTTP date has a comma of its own.
func splitList(s string, dates bool) []string {
	var items []string
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		var item string
		switch {
		case s[0] == '"':
			item, s = cutQuoted(s)
			_, s, _ = strings.Cut(s, ",")
			items = append(items, item)
			continue
		case dates:
			day, rest, ok := strings.Cut(s, ",")
			item, s, _ = strings.Cut(rest, ",")
			if ok {
				item = day + "," + item
			} else {
				item = day
			}
		default:
			item, s, _ = strings.Cut(s, ",")
		}
		items = append(items, strings.TrimSpace(item))
	}
	return items
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

// maxBigDigits bounds a bigInteger: converting takes quadratic time.
const maxBigDigits = 10_000

// parseText reads the text of a header into the simple value at p.
func parseText(s string, t *schema.Type, p unsafe.Pointer, format schema.Format) (err error) {
	switch t.Kind {
	case schema.Bool:
		return parseBool(s, (*bool)(p))
	case schema.Int8:
		return parseInt(s, 8, (*int8)(p))
	case schema.Int16:
		return parseInt(s, 16, (*int16)(p))
	case schema.Int32:
		return parseInt(s, 32, (*int32)(p))
	case schema.Int64:
		return parseInt(s, 64, (*int64)(p))
	case schema.Float32:
		f, err := strconv.ParseFloat(s, 32)
		*(*float32)(p) = float32(f)
		return err
	case schema.Float64:
		*(*float64)(p), err = strconv.ParseFloat(s, 64)
	case schema.String:
		*(*string)(p) = s
	case schema.Blob:
		*(*[]byte)(p), err = base64.StdEncoding.DecodeString(s)
	case schema.BigInteger:
		i, ok := new(big.Int).SetString(s[:min(len(s), maxBigDigits+1)], 10)
		if !ok || len(s) > maxBigDigits {
			return fmt.Errorf("%.40q is not a whole number of at most %d digits", s, maxBigDigits)
		}
		*(**big.Int)(p) = i
	case schema.BigDecimal:
		if !document.Number(s).Valid() {
			return fmt.Errorf("%.40q is not a number", s)
		}
		*(*document.Number)(p) = document.Number(s)
	case schema.Timestamp:
		if t.Format != schema.FormatDefault {
			format = t.Format
		}
		*(*time.Time)(p), err = times.Parse(s, format)
	default:
		return fmt.Errorf("kind %d cannot stand in a header", t.Kind)
	}
	return err
}

func parseBool(s string, p *bool) error {
	switch s {
	case "true":
		*p = true
	case "false":
		*p = false
	default:
		return fmt.Errorf("%.40q is neither true nor false", s)
	}
	return nil
}

func parseInt[T int8 | int16 | int32 | int64](s string, bits int, p *T) error {
	n, err := strconv.ParseInt(s, 10, bits)
	*p = T(n)
	return err
}
